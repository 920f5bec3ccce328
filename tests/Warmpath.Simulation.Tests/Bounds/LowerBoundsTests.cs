using Warmpath.Simulation.Bounds;
using Warmpath.Simulation.Traces;
using Warmpath.Simulation.Workloads;

namespace Warmpath.Simulation.Tests.Bounds;

public class LowerBoundsTests
{
    // Prices of Sonnet for 6,000 tokens: write 3.75 or 6, read 0.30.
    [Theory]
    [InlineData(100, 3.75 + 0.30)] // read within five minutes
    [InlineData(550, 3.75 + 0.60)] // kept warm by one more read
    [InlineData(3_600, 6 + 0.30)] // an hour's entry: cheaper than eleven reads in between
    [InlineData(100_000, 3.75 + 3.75)] // written again
    public void A_clairvoyant_bridges_each_gap_the_cheapest_way(double gap, double perMillion)
    {
        var trace = new TraceBuilder();
        trace.Add(Some.Draft(trace, "s", at: 0));
        trace.Add(Some.Draft(trace, "s", at: gap));

        Assert.Equal(6_000 * perMillion / 1e6, Of(trace.Build()).Clairvoyant, 9);
    }

    [Fact]
    public void The_bounds_go_by_how_long_entries_really_live()
    {
        var trace = new TraceBuilder();
        trace.Add(Some.Draft(trace, "s", at: 0));
        trace.Add(Some.Draft(trace, "s", at: 550));
        var world = Some.World(Some.Organization("a"));
        var bounds = LowerBounds.Of(
            trace.Build(), world with { Provider = world.Provider with { FiveMinutesLifetime = TimeSpan.FromSeconds(600) } }, TestContext.Current.CancellationToken);

        Assert.Equal(6_000 * (3.75 + 0.30) / 1e6, bounds.OneOrganization, 9);
        Assert.Equal(6_000 * (3.75 + 0.30) / 1e6, bounds.Clairvoyant, 9);
    }

    [Fact]
    public void One_organization_reads_what_lives_and_writes_the_rest()
    {
        var trace = new TraceBuilder();
        trace.Add(Some.Draft(trace, "s", at: 0));
        trace.Add(Some.Draft(trace, "s", at: 100));
        trace.Add(Some.Draft(trace, "s", at: 550));

        Assert.Equal(6_000 * (3.75 + 0.30 + 3.75) / 1e6, Of(trace.Build()).OneOrganization, 9);
    }

    [Theory]
    [InlineData("team-day")]
    [InlineData("fan-out")]
    public void The_clairvoyant_is_never_dearer_than_one_organization(string workload)
    {
        for (ulong seed = 1; seed <= 3; seed++)
        {
            var bounds = Of(BuiltInWorkloads.Draw(workload, seed).Trace);

            Assert.InRange(bounds.Clairvoyant, 0.2 * bounds.OneOrganization, bounds.OneOrganization);
        }
    }

    private static LowerBounds Of(Trace trace) => LowerBounds.Of(trace, Some.World(Some.Organization("a")), TestContext.Current.CancellationToken);
}
