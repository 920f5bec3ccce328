using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Warmpath.Macro.Budget;
using Warmpath.Macro.Load;
using Warmpath.Macro.Provider;
using Warmpath.Macro.Proxies;
using Warmpath.Macro.Report;

if (args is ["provider"])
{
    FakeProvider.Run(Measurement.EventsPerSecond);
    return 0;
}

var warmpath = new Option<string>("--warmpath") { Description = "Path of warmpath.dll.", Required = true };
var before = new Option<string>("--before") { Description = "Path of another build's warmpath.dll, for the proxy \"before\": what a change brought is told from two builds in turns, better in many short rounds than in few long ones." };
var yarp = new Option<string>("--yarp") { Description = "Path of Warmpath.Yarp.dll.", Required = true };
var json = new Option<string>("--json") { Description = "Where the figures of every round go.", Required = true };
var quick = new Option<bool>("--quick") { Description = "One short round: to see that it works." };
var rounds = new Option<int>("--rounds") { Description = "How often every cell is measured.", DefaultValueFactory = _ => 3 };
var seconds = new Option<double>("--seconds") { Description = "How long a cell lasts.", DefaultValueFactory = _ => 4 };
var cells = new Option<string[]>("--cells") { Description = $"Only these of: {string.Join(' ', Cell.All.Select(cell => cell.Name))}.", AllowMultipleArgumentsPerToken = true };
var proxies = new Option<string[]>("--proxies")
{
    Description = "Only these. \"many\" is Warmpath with 100 keys and 10,000 lineages; \"bare\", left out else, forwards on the same server and HTTP client and does nothing more.",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => ["nginx", "yarp", "warmpath", "many"],
};
var command = new RootCommand("Measures Warmpath beside nginx and YARP, in turns, before a provider that costs next to nothing.")
{
    warmpath, before, yarp, json, quick, rounds, seconds, cells, proxies,
};
command.SetAction(async parsed =>
{
    var isQuick = parsed.GetValue(quick);
    var (count, duration) = isQuick ? (1, 2) : (parsed.GetValue(rounds), parsed.GetValue(seconds));
    await BeforeProviderAsync(async (folder, upstream) =>
    {
        var running = new List<Contender>();
        try
        {
            running.Add(new(new Target(ResultTable.Direct, upstream, "bench-key-000"), null, 32));
            foreach (var name in parsed.GetValue(proxies)!) // has a default
            {
                var proxy = name switch
                {
                    "nginx" => Nginx.Start(folder, upstream),
                    "yarp" => Yarp.Start(parsed.GetValue(yarp)!, upstream), // required
                    "bare" => Yarp.Start(parsed.GetValue(yarp)!, upstream, isBare: true),
                    "warmpath" => await Gateway.StartAsync(parsed.GetValue(warmpath)!, folder, upstream, "Warmpath", keys: 20),
                    "before" => await Gateway.StartAsync(
                        parsed.GetValue(before) ?? throw new ArgumentException("The proxy before needs --before PATH."), folder, upstream, "Warmpath, before", keys: 20),
                    "many" => await Gateway.StartAsync(parsed.GetValue(warmpath)!, folder, upstream, "Warmpath, many", keys: 100),
                    _ => throw new ArgumentException($"There is no proxy {name}."),
                };
                running.Add(new(proxy.Target, proxy, name == "many" ? 10_000 : 32));
            }

            var table = new ResultTable(await Contest.RunAsync(running, Chosen(parsed), count, TimeSpan.FromSeconds(duration)));
            table.Write(AnsiConsole.Console);
            await File.WriteAllTextAsync(parsed.GetValue(json)!, table.ToJson());
        }
        finally
        {
            running.ForEach(contender => contender.Proxy?.Dispose());
        }
    });
});
var budget = new Command("budget", "Tells where processor time and allocated bytes of one request go.") { warmpath, seconds, cells };
budget.SetAction(parsed => BeforeProviderAsync((folder, upstream) => BudgetCommand.RunAsync(
    parsed.GetValue(warmpath)!, folder, upstream, [.. Chosen(parsed).Where(cell => cell.Kind == LoadKind.Closed)], TimeSpan.FromSeconds(parsed.GetValue(seconds)))));
command.Add(budget);
return await command.Parse(args).InvokeAsync();

IReadOnlyList<Cell> Chosen(ParseResult parsed) =>
    parsed.GetValue(cells) is { Length: > 0 } names ? [.. Cell.All.Where(cell => names.Contains(cell.Name))] : Cell.All;

static async Task BeforeProviderAsync(Func<string, int, Task> measure)
{
    var folder = Directory.CreateTempSubdirectory("warmpath-bench").FullName;
    var (provider, port) = Proxy.Start("dotnet", [typeof(Cell).Assembly.Location, "provider"], new Dictionary<string, string>(), @"^(\d+)$");
    try
    {
        await measure(folder, int.Parse(port[0], CultureInfo.InvariantCulture));
    }
    finally
    {
        provider.Kill();
        Directory.Delete(folder, recursive: true);
    }
}
