using Warmpath.Kill;

namespace Warmpath.Tests.Processes;

/// <summary>The short form of <c>bench/kill</c>.</summary>
public class KillTests
{
    // The other tests share the machine with it; bench/kill asks for a second.
    private static readonly TimeSpan NotedAfter = TimeSpan.FromSeconds(2.5);

    [Fact]
    public async Task A_kill_under_fifty_streams_loses_nothing_that_a_client_saw_whole_and_counts_nothing_twice()
    {
        var report = await KillTrial.RunAsync(rounds: 3, seed: 2026, NotedAfter, _ => { }, TestContext.Current.CancellationToken);
        Assert.Empty(report.Faults);
        Assert.Equal(3, report.Rounds);
        Assert.True(report.Interrupted > 0);
    }
}
