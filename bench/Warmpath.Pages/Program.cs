using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Warmpath.Mock;
using Warmpath.Pages;
using Warmpath.Serve;

// How soon a page is there, and what open pages cost a request, on a gateway that has seen much.
//   dotnet run -c Release --project bench/Warmpath.Pages [ROWS]
// The ten stand open by turns, in a browser of the lowest priority: drawing is the viewers' own machines' work.
// 50 organizations of 10 keys each, 5,000 lineages at home, ROWS requests in the ledger (1,000,000 unless given).
const int Rounds = 5;
var rows = args is [var given] ? int.Parse(given) : 1_000_000;
var folder = Directory.CreateTempSubdirectory("warmpath-pages-").FullName;
try
{
    await using var mock = await MockServer.StartAsync(
        new MockOptions { Organizations = Crowd.Organizations, LatencyFactor = 0 }, TimeProvider.System, CancellationToken.None);
    var watch = Stopwatch.StartNew();
    await Crowd.FillAsync(folder, mock, rows);
    Console.WriteLine($"{mock.Keys.Count} keys, {Crowd.Lineages:N0} lineages, {rows:N0} requests, written in {watch.Elapsed.TotalSeconds:0} s");

    watch.Restart();
    var options = new ServeOptions { Urls = ["http://127.0.0.1:0"], DataFolder = folder, AdminToken = "a-token-for-the-benchmark" };
    await using var gateway = await GatewayServer.StartAsync(options, logging => logging.SetMinimumLevel(LogLevel.None), TimeProvider.System, CancellationToken.None);
    Console.WriteLine($"started on them in {watch.Elapsed.TotalSeconds:0.0} s");

    await using (var near = await Viewers.OpenAsync(gateway.Url, options.AdminToken, folder, behind: false))
    {
        foreach (var path in new[] { "/", "/keys", "/sessions", "/requests" })
        {
            Console.WriteLine($"{path,-10} first paint {await near.FirstPaintsAsync(path, times: 11)}");
        }
    }

    await using var viewers = await Viewers.OpenAsync(gateway.Url, options.AdminToken, folder, behind: true);
    using var requests = new Requests(gateway.Url, gateway.FirstStart.VirtualKey!);
    await requests.MeasureAsync(20_000); // warms up
    List<double> ratios = [];
    for (var round = 1; round <= Rounds; round++)
    {
        // Every other round begins with the dashboards, so that what still warms up favours neither.
        var before = round % 2 == 0 ? await WatchedAsync() : null;
        var alone = await requests.MeasureAsync(2000);
        var watched = before ?? await WatchedAsync();
        ratios.Add(watched.Median / alone.Median);
        Console.WriteLine($"round {round}: a request with no dashboard open   {alone}");
        Console.WriteLine($"         a request with ten dashboards open {watched}, {ratios[^1]:0.00} times the median");
    }

    async Task<Spread> WatchedAsync()
    {
        await viewers.LookAsync(pages: 10);
        var watched = await requests.MeasureAsync(2000);
        await viewers.LeaveAsync();
        return watched;
    }

    Console.WriteLine($"median of the rounds: {ratios.Order().ElementAt(Rounds / 2):0.00} times");
}
finally
{
    Directory.Delete(folder, recursive: true);
}
