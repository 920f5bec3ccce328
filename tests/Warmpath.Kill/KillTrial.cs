using Warmpath.Mock;
using Warmpath.Mock.Accounts;

namespace Warmpath.Kill;

/// <summary>Kills a gateway under load, again and again on the same data, and looks after each time for what is lost, there twice, or broken.</summary>
public static class KillTrial
{
    private const int Streams = 50;

    /// <param name="seed">Of the moments of the kills and of the streams' lengths.</param>
    /// <param name="notedAfter">
    /// A request that began so long before the kill has to be there: a note is due after a tenth of a second and goes with the next commit, which
    /// on a busy machine has to wait its turn.
    /// </param>
    /// <param name="log">Told of each round.</param>
    public static async Task<KillReport> RunAsync(int rounds, int seed, TimeSpan notedAfter, Action<string> log, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        var data = Directory.CreateTempSubdirectory("warmpath-kill-");
        try
        {
            const long plenty = 2_000_000_000;
            var organization = MockOrganization.Parse($"kill:rpm={plenty},itpm={plenty},otpm={plenty},keys=2", MockTier.Start);
            await using var mock = await MockServer.StartAsync(
                new MockOptions { Organizations = [organization], LatencyFactor = 0.6 }, TimeProvider.System, cancellationToken);
            return await RunAsync(rounds, data.FullName, mock, random, notedAfter, log, cancellationToken);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<KillReport> RunAsync(
        int rounds, string data, MockServer mock, Random random, TimeSpan notedAfter, Action<string> log, CancellationToken cancellationToken)
    {
        var report = new KillReport();
        var acknowledged = new Acknowledged();
        string[] keys = [.. mock.Keys.Select(key => key.Name)];
        var gateway = await GatewayProcess.StartAsync(data);
        try
        {
            string virtualKey;
            using (var changes = new Changes(gateway, data))
            {
                virtualKey = await changes.AddClientAsync("streams");
                foreach (var key in mock.Keys)
                {
                    await changes.AddKeyAsync(key.Name, key.Secret, mock.BaseUrl);
                }
            }

            for (var round = 1; round <= rounds; round++)
            {
                var clients = new Clients(gateway, virtualKey, $"r{round}", Streams, random);
                using var killed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                using var person = new Changes(gateway, data);
                var running = Task.WhenAll(clients.RunAsync(killed.Token), person.RunAsync(acknowledged, killed.Token));
                await Task.Delay(random.Next(500, 3500), cancellationToken);

                var killedAt = clients.Elapsed;
                await gateway.KillAsync();
                await killed.CancelAsync();
                await running;
                await gateway.DisposeAsync();

                gateway = await GatewayProcess.StartAsync(data);
                using var after = new Changes(gateway, data);
                Seen[] seen = [.. clients.Seen.Where(request => request.Sent < killedAt)];
                var (faults, interrupted) = LedgerCheck.Run(Path.Combine(data, "warmpath.db"), seen, killedAt, notedAfter);
                faults = [.. faults, .. await after.MissingAsync(acknowledged, keys)];
                report.Add(seen, interrupted, faults.Select(fault => $"round {round}: {fault}"));
                log($"round {round}: killed after {killedAt.TotalSeconds:0.0} s, {seen.Length} requests, "
                    + $"{seen.Count(request => request.Whole)} seen whole, {interrupted} interrupted, {faults.Count} faults");
            }

            return report;
        }
        finally
        {
            await gateway.DisposeAsync();
        }
    }
}
