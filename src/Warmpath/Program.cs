using Warmpath;
using Warmpath.Cli;

NativeHeap.KeepLittle();
return await WarmpathCommand.RunAsync(args, Terminal.OfProcess(), CancellationToken.None);
