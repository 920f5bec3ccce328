using System.Diagnostics;
using Warmpath.Routing.Outlines;
using Warmpath.Simulation.Providers;

namespace Warmpath.Simulation.Tests.Providers;

public class ProviderScaleTests
{
    [Fact]
    public void A_day_of_twenty_organizations_runs_in_seconds_and_holds_only_what_lives()
    {
        const int requests = 100_000;
        const int organizations = 20;
        var provider = new Provider(
            Enumerable.Range(0, organizations).Select(i => Prompts.Organization($"o{i}", new(1000, 2_000_000, 400_000))));
        var sessions = Enumerable.Range(0, 200).Select(Session).ToArray();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < requests; i++)
        {
            // 200 sessions, one turn each per 172.8 s; after 100 turns a session begins anew under another name.
            var session = (i / sessions.Length % 100) + 1;
            var growing = sessions[i % sessions.Length];
            provider.Send($"o{i % organizations}", growing[session - 1], Prompts.At(i * 0.864));
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"took {clock.Elapsed}");
        Assert.All(provider.Organizations.Values, organization => Assert.InRange(organization.CacheEntries, 1, 2048));
    }

    private static ProviderRequest[] Session(int name)
    {
        var whole = Prompts.Of([.. Enumerable.Range(0, 150).Select(i => ($"{name}.{i}", 400))]);
        return [.. Enumerable.Range(50, 100).Select(blocks => whole with
        {
            Blocks = whole.Blocks[..blocks],
            PrefixTokens = whole.PrefixTokens[..blocks],
            Breakpoints = [new(3, CacheLifetime.FiveMinutes), new(blocks - 1, CacheLifetime.FiveMinutes)],
        })];
    }
}
