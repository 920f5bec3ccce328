using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Warmpath.Benchmarks;
using Warmpath.Load;

// Usage: Warmpath.Load DIRECT_URL DIRECT_KEY GATEWAY_URL VIRTUAL_KEY JSON_FILE ROUNDS SECONDS
var direct = new Target("mock, directly", new Uri(args[0]), args[1]);
var gateway = new Target("through Warmpath", new Uri(args[2]), args[3]);
var (file, rounds, seconds) = (args[4], int.Parse(args[5], CultureInfo.InvariantCulture), TimeSpan.FromSeconds(double.Parse(args[6], CultureInfo.InvariantCulture)));

var throughput = new (string Name, byte[] Body)[]
{
    ("50 KB", Whole(Bodies.OfSize(50_000, 60))),
    ("250 KB", Whole(Bodies.OfSize(250_000, 200))),
    ("1 MB", Whole(Bodies.OfSize(1_000_000, 400))),
    ("50 KB, streamed", Bodies.OfSize(50_000, 60)),
};
var results = new Dictionary<string, Dictionary<string, List<double>>>();
await AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new RemainingTimeColumn()).StartAsync(async progress =>
{
    var task = progress.AddTask("measuring", maxValue: (rounds + 1) * 2 * (throughput.Length + 1));
    for (var round = 0; round <= rounds; round++) // round 0 warms both up
    {
        foreach (var (name, body) in throughput)
        {
            foreach (var target in (Target[])[direct, gateway])
            {
                Note(round, $"{name}: requests/s", target, await Cells.ThroughputAsync(target, body, 32, seconds));
                task.Increment(1);
            }
        }

        foreach (var target in (Target[])[direct, gateway])
        {
            var latencies = await Cells.LatencyAsync(target, throughput[0].Body, 200, seconds);
            Note(round, "first byte at 200/s of 50 KB: median ms", target, latencies[latencies.Length / 2]);
            Note(round, "first byte at 200/s of 50 KB: p99 ms", target, latencies[latencies.Length * 99 / 100]);
            task.Increment(1);
        }
    }
});

var table = new Table().AddColumns("median of " + rounds + " rounds", direct.Name, gateway.Name, "ratio", "added");
var report = new List<object>();
foreach (var (cell, byTarget) in results)
{
    var (a, b) = (Median(byTarget[direct.Name]), Median(byTarget[gateway.Name]));
    var isLatency = cell.EndsWith("ms", StringComparison.Ordinal);
    table.AddRow(cell, Text(a), Text(b), (b / a).ToString("0.00", CultureInfo.InvariantCulture), isLatency ? Text(b - a) : "");
    report.Add(new { cell, direct = a, gateway = b, ratio = b / a, rounds = new { direct = byTarget[direct.Name], gateway = byTarget[gateway.Name] } });
}

AnsiConsole.Write(table);
await File.WriteAllTextAsync(file, JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
return 0;

void Note(int round, string cell, Target target, double value)
{
    if (round > 0)
    {
        results.TryAdd(cell, []);
        results[cell].TryAdd(target.Name, []);
        results[cell][target.Name].Add(value);
    }
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

static string Text(double value) => value.ToString(value < 10 ? "0.00" : "0", CultureInfo.InvariantCulture);

// The same body, asked for in one piece.
static byte[] Whole(byte[] streamed) =>
    System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(streamed).Replace("\"stream\":true", "\"stream\":false", StringComparison.Ordinal));
