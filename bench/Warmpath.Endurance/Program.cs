using System.CommandLine;
using System.Globalization;
using Warmpath.Endurance;
using Warmpath.Macro.Provider;
using Warmpath.Macro.Proxies;

if (args is ["provider", var pace])
{
    FakeProvider.Run(int.Parse(pace, CultureInfo.InvariantCulture));
    return 0;
}

var warmpath = new Option<string>("--warmpath") { Description = "Path of warmpath.dll.", Required = true };
var minutes = new Option<double>("--minutes") { Description = "How long; the first third is the warm-up.", DefaultValueFactory = _ => 30 };
var rate = new Option<int>("--rate") { Description = "Requests of 50 KB a second." };
var streams = new Option<int>("--streams") { Description = "Streams that are open at once.", DefaultValueFactory = _ => 10_000 };
var seconds = new Option<double>("--seconds") { Description = "How long they are open, and how long requests go on.", DefaultValueFactory = _ => 30 };

var soak = new Command("soak", "A steady load: memory, handles and threads have to stay flat.") { warmpath, minutes, rate };
soak.SetAction(async parsed =>
{
    var duration = TimeSpan.FromMinutes(parsed.GetValue(minutes));
    var ok = false;
    await WithGatewayAsync(parsed.GetValue(warmpath)!, async gateway => // required
        ok = await Soak.RunAsync(gateway, parsed.GetValue(rate) is > 0 and var given ? given : 200, duration, TimeSpan.FromSeconds(Math.Clamp(duration.TotalSeconds / 60, 2, 30))));
    return ok ? 0 : 1;
});
var many = new Command("many", "Many open streams, then many requests a second, without an error.") { warmpath, streams, rate, seconds };
many.SetAction(async parsed =>
{
    await WithGatewayAsync(parsed.GetValue(warmpath)!, gateway => // required
        Many.RunAsync(gateway, parsed.GetValue(streams), parsed.GetValue(rate) is > 0 and var given ? given : 1000, TimeSpan.FromSeconds(parsed.GetValue(seconds))));
    return 0;
});
return await new RootCommand("Shows what long and wide loads do to one gateway process.") { soak, many }.Parse(args).InvokeAsync();

// One event a stream every hundred seconds or so, when there are ten thousand.
static async Task WithGatewayAsync(string program, Func<Proxy, Task> use)
{
    var folder = Directory.CreateTempSubdirectory("warmpath-endurance").FullName;
    var (provider, port) = Proxy.Start("dotnet", [typeof(Soak).Assembly.Location, "provider", "100"], new Dictionary<string, string>(), @"^(\d+)$");
    try
    {
        using var gateway = await Gateway.StartAsync(program, folder, int.Parse(port[0], CultureInfo.InvariantCulture), "warmpath", keys: 20);
        await use(gateway);
    }
    finally
    {
        provider.Kill();
        Directory.Delete(folder, recursive: true);
    }
}
