using Warmpath;
using Warmpath.Cli;

NativeHeap.LimitArenas();
return await WarmpathCommand.RunAsync(args, Terminal.OfProcess(), CancellationToken.None);
