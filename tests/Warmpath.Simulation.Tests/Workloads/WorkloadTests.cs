using Warmpath.Simulation.Reports;
using Warmpath.Simulation.Runs;
using Warmpath.Simulation.Workloads;

namespace Warmpath.Simulation.Tests.Workloads;

public class WorkloadTests
{
    [Fact]
    public void A_team_s_day_is_about_four_hundred_requests_of_forty_thousand_tokens()
    {
        var days = Enumerable.Range(1, 10).Select(seed => BuiltInWorkloads.Draw("team-day", (ulong)seed).Trace).ToList();

        Assert.InRange(days.Average(day => day.Requests.Count), 340, 460);
        Assert.InRange(days.Average(day => (double)day.InputTokens / day.Requests.Count), 32_000, 46_000);
        Assert.All(days, day => Assert.Equal(5, day.Requests.Select(request => request.User).Distinct().Count()));
    }

    [Fact]
    public void A_team_has_subagents_that_fork_and_join_and_conversations_that_are_compacted()
    {
        var trace = BuiltInWorkloads.Draw("team-20", 1).Trace;

        Assert.Contains(trace.Requests, request => request.Stream != request.Session);
        Assert.Contains(trace.Requests, request => request.After.Count > 1);
        Assert.Contains(trace.Requests, request => request.Prompt.Length == 3 && request.Prompt.Id.Contains("summary", StringComparison.Ordinal)
            || request.Prompt.Chain()[2..].Any(block => block.Id.Contains("summary", StringComparison.Ordinal)));
    }

    [Fact]
    public void Tight_limits_sum_to_one_and_a_half_times_the_mean_need()
    {
        var workload = BuiltInWorkloads.Draw("tight", 1);
        var need = Simulation.Bounds.LowerBounds.Of(workload.Trace, workload.World, TestContext.Current.CancellationToken).ChargedPerMinute;

        Assert.InRange(workload.World.Organizations.Sum(organization => organization.Limits["*"].InputTokensPerMinute!.Value) / need, 1.5, 1.55);
    }

    [Theory]
    [InlineData("team-day", "client", 1.02)]
    [InlineData("team-20", "client", 1.02)]
    [InlineData("fan-out", "client", 1.02)]
    [InlineData("outage", "client", 1.02)]
    [InlineData("tight", "client", 1.04)]
    [InlineData("team-day", "auto", 1.15)]
    [InlineData("team-20", "auto", 1.15)]
    [InlineData("fan-out", "auto", 1.15)]
    [InlineData("tight", "auto", 1.15)]
    public void Cost_aware_stays_near_the_bound_and_clients_hardly_wait(string scenario, string lifetime, double most)
    {
        var options = new SimulationOptions { Lifetime = lifetime == "auto" ? Routing.LifetimeMode.Auto : Routing.LifetimeMode.Client };
        var run = Contest.Run(seed => BuiltInWorkloads.Draw(scenario, seed), [1], ["cost-aware"], options, null, TestContext.Current.CancellationToken).Single();

        Assert.InRange((lifetime == "auto" ? run.ToClairvoyant : run.ToOneOrganization) ?? double.MaxValue, 0, most);
        Assert.InRange(run.Figures.MeanWait, 0, 1);
        Assert.Equal(run.Figures.Requests, run.Figures.Answered);
    }
}
