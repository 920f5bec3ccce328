using Warmpath.Cli;

return await WarmpathCommand.RunAsync(args, Terminal.OfProcess(), CancellationToken.None);
