using System.CommandLine;
using System.Globalization;
using Warmpath.Endurance;
using Warmpath.Macro.Provider;
using Warmpath.Macro.Proxies;

const string Light = "light", Secure = "secure";
const string CertificateVariable = "SSL_CERT_FILE"; // what .NET trusts on Linux, besides the system's own

switch (args)
{
    case [Light]:
        FakeProvider.Run(eventsPerSecond: 100);
        return 0;
    case [Secure, var certificate]:
        await SecureProvider.RunAsync(certificate);
        return 0;
}

var warmpath = new Option<string>("--warmpath") { Description = "Path of warmpath.dll.", Required = true };
var minutes = new Option<double>("--minutes") { Description = "How long; the first third is the warm-up.", DefaultValueFactory = _ => 30 };
var steady = new Option<int>("--rate") { Description = "Requests of 50 KB a second.", DefaultValueFactory = _ => 200 };
var rate = new Option<int>("--rate") { Description = "Requests of 50 KB a second.", DefaultValueFactory = _ => 1000 };
var streams = new Option<int>("--streams") { Description = "Streams that are open at once.", DefaultValueFactory = _ => 10_000 };
var seconds = new Option<double>("--seconds") { Description = "How long they are open, and how long requests go on.", DefaultValueFactory = _ => 30 };
var plain = new Option<bool>("--plain") { Description = "Streams from a provider that speaks HTTP/1.1: a second socket for each." };

var soak = new Command("soak", "A steady load: memory, handles and threads have to stay flat.") { warmpath, minutes, steady };
soak.SetAction(async parsed =>
{
    var duration = TimeSpan.FromMinutes(parsed.GetValue(minutes));
    var isFlat = false;
    await WithGatewayAsync(parsed.GetValue(warmpath)!, isSecure: false, async gateway => // required
        isFlat = await Soak.RunAsync(gateway, parsed.GetValue(steady), duration, TimeSpan.FromSeconds(Math.Clamp(duration.TotalSeconds / 60, 2, 30))));
    return isFlat ? 0 : 1;
});
var many = new Command("many", "Many open streams, then many requests a second, without an error.") { warmpath, streams, rate, seconds, plain };
many.SetAction(async parsed =>
{
    var duration = TimeSpan.FromSeconds(parsed.GetValue(seconds));
    await WithGatewayAsync(parsed.GetValue(warmpath)!, !parsed.GetValue(plain), gateway => Many.StreamsAsync(gateway, parsed.GetValue(streams), duration));
    await WithGatewayAsync(parsed.GetValue(warmpath)!, isSecure: false, gateway => Many.RequestsAsync(gateway, parsed.GetValue(rate), duration));
    return 0;
});
var rows = new Option<int>("--rows") { Description = "Rows of the ledger.", DefaultValueFactory = _ => 1_000_000 };
var starts = new Option<int>("--starts") { Description = "How often it is started.", DefaultValueFactory = _ => 7 };
var ready = new Command("ready", "How long a start takes with 20 keys and a ledger of a month.") { warmpath, rows, starts };
ready.SetAction(parsed => Ready.RunAsync(parsed.GetValue(warmpath)!, parsed.GetValue(rows), parsed.GetValue(starts))); // required
return await new RootCommand("Shows what long and wide loads do to one gateway process.") { soak, many, ready }.Parse(args).InvokeAsync();

static async Task WithGatewayAsync(string program, bool isSecure, Func<Proxy, Task> use)
{
    var folder = Directory.CreateTempSubdirectory("warmpath-endurance");
    var certificate = Path.Combine(folder.FullName, "provider.pem");
    var (provider, port) = Proxy.Start(
        "dotnet", [typeof(Soak).Assembly.Location, .. isSecure ? (string[])[Secure, certificate] : [Light]], new Dictionary<string, string>(), @"^(\d+)$");
    try
    {
        Environment.SetEnvironmentVariable(CertificateVariable, isSecure ? certificate : null);
        using var gateway = await Gateway.StartAsync(
            program, folder.FullName, int.Parse(port[0], CultureInfo.InvariantCulture), "warmpath", keys: 20, isSecure ? "https" : "http");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Forget(folder); // a signal skips the lines below; both processes have been ended by now
        await use(gateway);
    }
    finally
    {
        provider.Kill();
        Forget(folder);
    }
}

static void Forget(DirectoryInfo folder)
{
    folder.Refresh();
    if (folder.Exists)
    {
        folder.Delete(recursive: true);
    }
}
