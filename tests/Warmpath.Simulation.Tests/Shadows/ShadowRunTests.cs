using CsCheck;
using Warmpath.Simulation.Providers;
using Warmpath.Simulation.Runs;
using Warmpath.Simulation.Shadows;
using Warmpath.Simulation.Traces;
using Warmpath.Simulation.Workloads;
using Warmpath.Simulation.Worlds;

namespace Warmpath.Simulation.Tests.Shadows;

public class ShadowRunTests
{
    /// <summary>
    /// The shadow sees what a gateway saw; <c>simulate</c> knows the trace. They agree but for the clients' chances and the length of
    /// answers, which the shadow takes from the real ones. The last has the limits under which a single key stalls hundreds of times a day.
    /// </summary>
    [Theory]
    [InlineData("team-day", null)]
    [InlineData("fan-out", null)]
    [InlineData("team-20", null)]
    [InlineData("team-day", 20_000L)]
    public void Shadows_of_a_served_trace_cost_within_three_percent_what_simulate_says_of_it(string name, long? inputLimit)
    {
        const double Tolerance = 0.03;
        var workload = BuiltInWorkloads.Draw(name, 1);
        if (inputLimit is { } limit)
        {
            workload = workload with { World = Some.World(Some.Organization("a", input: limit), Some.Organization("b", input: limit), Some.Organization("c", input: limit)) };
        }

        var bench = new ShadowBench(workload.World, workload.Trace.Requests.Select(request => request.ModelClass));
        var real = Some.Run(workload.Trace, workload.World, "cost-aware");
        bench.Feed(real);
        bench.AdvanceTo(real.Max(record => record.EndedAt).AddDays(2));

        Assert.Equal(real.Count(record => record.Usage is not null), bench.Served.Count);
        Agrees("round-robin", request => request.RoundRobin);
        Agrees("single-key", request => request.SingleKey);

        void Agrees(string policy, Func<ShadowedRequest, ShadowOutcome> way)
        {
            var simulated = Some.Run(workload.Trace, workload.World, policy);
            var figures = Figures.Of(simulated, workload.World);
            Assert.InRange(bench.Cost(way) / (figures.InputCost + figures.OutputCost), 1 - Tolerance, 1 + Tolerance);
            Assert.InRange(ShadowBench.HitRate(bench.Served.Select(request => way(request).Usage)) - figures.HitRate, -Tolerance, Tolerance);
        }
    }

    [Fact]
    public void However_many_conversations_begin_only_so_many_are_remembered_the_youngest()
    {
        var workload = BuiltInWorkloads.Draw("team-day", 1);
        var bench = new ShadowBench(workload.World, workload.Trace.Requests.Select(request => request.ModelClass));
        var one = Some.Run(workload.Trace, workload.World, "cost-aware")[0];
        var most = 0;
        for (var number = 0; number < ShadowRun.MostLineages * 3 / 2; number++)
        {
            bench.Begin($"s{number}", one, TimeSpan.FromMilliseconds(number * 20));
            most = Math.Max(most, bench.Lineages);
        }

        Assert.InRange(most, ShadowRun.MostLineages, ShadowRun.MostLineages + 1);
        Assert.InRange(bench.Lineages, ShadowRun.MostLineages / 4, ShadowRun.MostLineages);
    }

    [Fact]
    public void The_models_view_of_the_real_routing_is_what_a_simulated_provider_counted()
    {
        var workload = BuiltInWorkloads.Draw("team-day", 1);
        var bench = new ShadowBench(workload.World, workload.Trace.Requests.Select(request => request.ModelClass));
        bench.Feed(Some.Run(workload.Trace, workload.World, "cost-aware"));

        Assert.InRange(bench.Cost(request => request.AsRouted) / bench.Served.Sum(request => request.Model.Prices.Nanodollars(request.Served.Usage)) * 1e9, 0.999, 1.001);
    }

    [Fact]
    public void Every_way_counts_the_same_input_and_output_whatever_its_limits() =>
        Gen.Select(Gen.Long[500, 50_000], Gen.Int[1, 3], Gen.Int[0, 3000].Array[2, 30]).Sample((limit, organizations, gaps) =>
        {
            var trace = new TraceBuilder();
            var at = 0;
            foreach (var (i, gap) in gaps.Index())
            {
                trace.Add(Some.Draft(trace, $"s{i % 4}", at: (at += gap) / 10.0, tokens: 1_000 + (gap % 7)));
            }

            var world = Some.World([.. Enumerable.Range(0, organizations).Select(i => Some.Organization($"o{i}", input: limit))]);
            var bench = new ShadowBench(world, ["sonnet"]);
            var real = Some.Run(trace.Build(), Some.World([.. world.Organizations.Select(organization => new OrganizationSpec(organization.Name))]), "cost-aware");
            bench.Feed(real);
            bench.AdvanceTo(World.Start.AddDays(30));

            Assert.Equal(gaps.Length, bench.Served.Count);
            Assert.All(bench.Served, request => Assert.All(
                [request.AsRouted, request.RoundRobin, request.SingleKey],
                outcome => Assert.Equal(
                    (request.Served.Usage.Prompt, request.Served.Usage.Output), (outcome.Usage.Prompt, outcome.Usage.Output))));
        }, iter: 100);

    [Fact]
    public void A_stall_is_counted_for_an_hour_at_most()
    {
        var trace = new TraceBuilder();
        for (var i = 0; i < 20; i++)
        {
            trace.Add(Some.Draft(trace, $"s{i}", at: i));
        }

        // 6,000 tokens of a bucket of 10 a minute: nobody's patience.
        var bench = new ShadowBench(Some.World(Some.Organization("a", input: 10)), ["sonnet"]);
        bench.Feed(Some.Run(trace.Build(), Some.World(Some.Organization("a")), "cost-aware"));
        Assert.Empty(bench.Served.Skip(1));
        bench.AdvanceTo(World.Start.AddHours(2));

        Assert.Equal(20, bench.Served.Count);
        Assert.All(bench.Served.Skip(1), request => Assert.InRange(request.SingleKey.Stalled.TotalMinutes, 59, 62));
        Assert.All(bench.Served.Skip(1), request => Assert.True(request.SingleKey.Stalls > 0));
    }
}
