using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Warmpath.Macro.Proxies;
using Warmpath.Routing;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Outlines;
using Warmpath.Routing.Warmth;
using Warmpath.Storage;
using Warmpath.Storage.Keys;
using Warmpath.Storage.Ledger;

namespace Warmpath.Endurance;

/// <summary>The time from the start of the process until <c>/readyz</c> answers 200, with a month's ledger in the store.</summary>
internal static class Ready
{
    private const int Keys = 20;
    private const int Lineages = 5000;
    private const int AtOnce = 2000;

    public static async Task RunAsync(string program, int rows, int starts)
    {
        var folder = Directory.CreateTempSubdirectory("warmpath-ready").FullName;
        try
        {
            await FillAsync(folder, rows);
            var taken = new List<(double Milliseconds, double CpuSeconds)>();
            for (var start = 0; start <= starts; start++) // the first fetches the files into memory
            {
                taken.Add(await StartAsync(program, folder));
            }

            var ordered = taken.Skip(1).OrderBy(one => one.Milliseconds).ToArray();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Keys} keys, {rows:N0} rows: ready after {ordered[starts / 2].Milliseconds:0} ms ({ordered[0].Milliseconds:0} to {ordered[^1].Milliseconds:0}), "
                + $"{ordered[starts / 2].CpuSeconds * 1000:0} ms of processor time"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(double Milliseconds, double CpuSeconds)> StartAsync(string program, string folder)
    {
        var port = Proxy.FreePort();
        using var client = new HttpClient();
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "serve", "--urls", $"http://127.0.0.1:{Proxy.Text(port)}", "--data", folder])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        while (!await IsReadyAsync(client, port))
        {
            await Task.Delay(2);
        }

        var milliseconds = watch.Elapsed.TotalMilliseconds;
        var cpu = ProcessMeter.CpuSeconds(process.Id);
        process.Kill();
        await process.WaitForExitAsync();
        return (milliseconds, cpu);
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, int port)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{Proxy.Text(port)}/readyz"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException refused) when (refused.InnerException is SocketException or IOException)
        {
            return false; // nobody listens there yet
        }
    }

    private static async Task FillAsync(string folder, int rows)
    {
        await using var store = await WarmpathStore.OpenAsync(new StoreOptions(folder, null), TimeProvider.System, CancellationToken.None);
        var now = DateTimeOffset.UtcNow;
        for (var number = 0; number < Keys; number++)
        {
            var config = new KeyConfig { Id = new KeyId($"key_{number}"), Name = $"key-{number}", Provider = "anthropic", BaseUrl = "http://127.0.0.1:9" };
            await store.AddKeyAsync(new StoredKey(config, $"sk-ant-bench-{number}", "sk-ant-…", now.AddDays(-30)), CancellationToken.None);
        }

        for (var first = 0; first < rows; first += AtOnce)
        {
            await Task.WhenAll(Enumerable.Range(first, Math.Min(AtOnce, rows - first)).Select(number => store.WriteAsync(Row(number, rows, now))));
            if (first % (rows / 10) < AtOnce)
            {
                Console.WriteLine($"{first:N0} of {rows:N0} rows written");
            }
        }
    }

    // A month's requests; the last 20,000 within the last hour, which is what a start reads again.
    private static LedgerRow Row(int number, int rows, DateTimeOffset now)
    {
        var left = rows - number;
        var lineage = number % Lineages;
        var key = lineage % Keys;
        var at = left <= 20_000 ? now.AddHours(-left / 20_000.0) : now.AddHours(-1).AddDays(-30.0 * left / rows);
        return new LedgerRow
        {
            Id = $"wreq_{number:x32}",
            At = at,
            Client = $"client_{lineage % 50}",
            Kind = "messages",
            Model = "claude-sonnet-5-5",
            Stream = true,
            Session = $"session-{lineage / 3}",
            Agent = lineage % 3 == 0 ? null : $"agent-{lineage}",
            Lineage = $"lineage-{lineage}",
            Key = $"key_{key}",
            KeyName = $"key-{key}",
            Organization = $"org-{key}",
            Workspace = $"workspace-{key}",
            Decision = number % 50 == 0 ? "migrated" : "sticky",
            Reason = "its cache is warm there",
            Attempts = [new LedgerAttempt($"key_{key}", $"key-{key}", 200, "ok", 900)],
            Status = 200,
            End = EndState.Complete,
            Usage = new Usage(500, 1500, 0, 20_000 + (number % 40_000), 300),
            CostNanodollars = 20_000_000,
            FirstByteMilliseconds = 700,
            DurationMilliseconds = 3000,
            RequestBytes = 90_000,
            Tip = (UInt128)(uint)lineage,
            Touches =
            [
                new WarmTouch((UInt128)(uint)key + 1_000_000, CacheLifetime.OneHour, 20_000, at),
                new WarmTouch((UInt128)(uint)lineage, CacheLifetime.FiveMinutes, 60_000, at),
            ],
        };
    }
}
