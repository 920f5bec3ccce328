using Warmpath.Routing;
using Warmpath.Routing.Limits;
using Warmpath.Simulation.Checking;
using Warmpath.Simulation.Decisions;
using Warmpath.Simulation.Policies;
using Warmpath.Simulation.Runs;
using Warmpath.Simulation.Traces;
using Warmpath.Simulation.Workloads;

namespace Warmpath.Simulation.Tests.Checking;

/// <summary>Two programs, one written in ticks and one in seconds, have to agree on what a run came to.</summary>
public class DecisionLogCheckerTests
{
    public static TheoryData<string> Policies => [.. SimulatedPolicies.Names];

    [Theory]
    [MemberData(nameof(Policies))]
    public void The_checker_comes_to_the_loop_s_own_figures(string policy)
    {
        foreach (var workload in (Workload[])[BuiltInWorkloads.Draw("team-day", 3), Starved()])
        {
            var (records, log) = Logged(workload, policy, LifetimeMode.Client);
            Agree(workload, records, log);
        }
    }

    [Fact]
    public void They_agree_where_the_gateway_picks_lifetimes()
    {
        var workload = BuiltInWorkloads.Draw("team-day", 4);
        var (records, log) = Logged(workload, SimulatedPolicies.CostAware, LifetimeMode.Auto);

        Assert.Contains(log, record => record.Attempts.Any(attempt => attempt.Lifetimes is not null));
        Agree(workload, records, log);
    }

    [Fact]
    public void They_agree_on_workspaces_with_limits_of_their_own()
    {
        var team = BuiltInWorkloads.Draw("team-day", 3);
        var workload = team with
        {
            World = Some.World(Some.Organization("acme", input: 60_000) with
            {
                WorkspaceLimits = new Dictionary<string, IReadOnlyDictionary<string, LimitSettings>>
                {
                    ["low"] = new Dictionary<string, LimitSettings> { ["*"] = new(null, 20_000, null) },
                },
                Keys = [new("acme-1"), new("acme-2", "low")],
            }),
        };
        var (records, log) = Logged(workload, SimulatedPolicies.CostAware, LifetimeMode.Client);

        Assert.Contains(records, record => record.Attempts.Any(attempt => attempt.Key == "acme-2"));
        Assert.InRange(records.Sum(record => record.Attempts.Count(attempt => attempt.Status == 429)), 0, 5); // until the limits are known
        Agree(workload, records, log);
    }

    [Fact]
    public void They_agree_on_an_outage()
    {
        var workload = BuiltInWorkloads.Draw("outage", 1);
        var (records, log) = Logged(workload, "session-sticky", LifetimeMode.Client);

        Assert.Contains(records, record => record.Attempts.Any(attempt => attempt.Status == 529));
        Agree(workload, records, log);
    }

    [Fact]
    public void They_agree_on_minimum_sizes_by_class_and_on_a_latency_of_less_than_a_tick_for_each_token()
    {
        var team = BuiltInWorkloads.Draw("team-day", 3);
        var provider = team.World.Provider with { MinimumCacheTokensByClass = new Dictionary<string, int> { ["sonnet"] = 40_000 }, LatencyPerTokenSeconds = 33e-9 };
        var workload = team with { World = team.World with { Provider = provider } };
        var (records, log) = Logged(workload, "single-key", LifetimeMode.Client);

        Assert.All(records, record => Assert.True(record.Usage!.Value.CacheRead is 0 or >= 40_000)); // all are answered
        Assert.Contains(records, record => record.Usage!.Value.CacheRead > 0);
        Agree(workload, records, log);
        foreach (var record in log)
        {
            var usage = records[record.Request].Usage!.Value;
            var (sent, output) = (record.Attempts[^1].At, records[record.Request].Request.OutputTokens);
            Assert.Equal(sent + 0.8 + (33e-9 * (usage.Input + usage.CacheWrite)) + (output / 60d), record.End!.Value, 1e-6); // every one has an end
        }
    }

    [Fact]
    public void They_agree_on_how_long_entries_live()
    {
        var team = BuiltInWorkloads.Draw("team-day", 4);
        var provider = team.World.Provider with { FiveMinutesLifetime = TimeSpan.FromSeconds(60), OneHourLifetime = TimeSpan.FromSeconds(900) };
        var workload = team with { World = team.World with { Provider = provider } };
        var (records, log) = Logged(workload, SimulatedPolicies.CostAware, LifetimeMode.Auto);

        Assert.True(Figures.Of(records, workload.World).HitRate < Figures.Of(Logged(team, SimulatedPolicies.CostAware, LifetimeMode.Auto).Records, team.World).HitRate);
        Agree(workload, records, log);
    }

    [Fact]
    public void They_agree_on_answers_without_output_that_others_wait_for()
    {
        var trace = new TraceBuilder();
        trace.Add(Some.Draft(trace, "s", at: 0, output: 0));
        trace.Add(Some.Draft(trace, "s", think: 0, output: 0));
        trace.Add(Some.Draft(trace, "s", think: 2, stream: "a", after: [0, 1], output: 0));
        var workload = new Workload("none", trace.Build(), Some.World(Some.Organization("a")));
        var (records, log) = Logged(workload, "single-key", LifetimeMode.Client);

        Assert.Equal(0.95, log[0].End); // 0.8 s + 6,000 tokens x 25 us
        Assert.Equal(log[1].End + 2, log[2].Attempts[0].At);
        Assert.Equal(6_000, records[1].Usage?.CacheRead);
        Agree(workload, records, log);
    }

    [Fact]
    public void An_end_that_the_log_does_not_say_is_told_of_by_those_who_wait_for_it()
    {
        var trace = new TraceBuilder();
        trace.Add(Some.Draft(trace, "s", at: 0));
        trace.Add(Some.Draft(trace, "s", think: 5));
        LoggedRequest[] log = [new(1, 0, false, [], null, 0), new(2, 1, false, [new("a", 100, 200, null, null)], null, 0)];
        var result = DecisionLogChecker.Check(trace.Build(), Some.World(Some.Organization("a")), log);

        Assert.Equal(["Line 2: request 1 follows a request of which the log does not say when it ended."], result.Differences);
        Assert.Equal((1, 0d), (result.DifferenceCount, result.TotalWait));
    }

    [Fact]
    public void What_was_tampered_with_is_found()
    {
        var workload = BuiltInWorkloads.Draw("team-day", 3);
        var (_, log) = Logged(workload, SimulatedPolicies.CostAware, LifetimeMode.Client);
        var at = log[5].Attempts[0];

        Found("by the rules 200", log[5] with { Attempts = [at with { Status = 429 }, at] });
        Found("before it was issued", log[5] with { Attempts = [at with { At = at.At - 1 }] });
        Found("is no key", log[5] with { Attempts = [at with { Key = "z" }] });
        Found("by the rules at", log[5] with { End = log[5].End + 1 });
        Found("sent again after", log[5] with { Attempts = [at, at with { At = at.At + 1, Sequence = 1_000_000 }] });

        void Found(string what, LoggedRequest changed)
        {
            var result = DecisionLogChecker.Check(workload.Trace, workload.World, [.. log.Select((record, i) => i == 5 ? changed : record)]);
            Assert.Contains(result.Differences, difference => difference.Contains(what, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_request_has_exactly_one_record()
    {
        var workload = BuiltInWorkloads.Draw("team-day", 3);
        var (_, log) = Logged(workload, "single-key", LifetimeMode.Client);

        Assert.Contains("Request 7 has no record.", DecisionLogChecker.Check(workload.Trace, workload.World, [.. log.Where(record => record.Request != 7)]).Differences);
        Assert.Contains(
            DecisionLogChecker.Check(workload.Trace, workload.World, [.. log, log[7]]).Differences,
            difference => difference.Contains("has a record already", StringComparison.Ordinal));
    }

    [Fact]
    public void A_ping_keeps_an_entry_warm_and_is_paid_for()
    {
        var trace = new TraceBuilder();
        trace.Add(Some.Draft(trace, "s", at: 0));
        trace.Add(Some.Draft(trace, "s", at: 400));
        var world = Some.World(Some.Organization("a"));
        LoggedRequest[] log = [Sent(1, 0, false, 0), Sent(2, 0, true, 250), Sent(3, 1, false, 400)];
        var result = DecisionLogChecker.Check(trace.Build(), world, log);

        Assert.Empty(result.Differences);
        Assert.Equal((6_000L, 12_000L), (result.Read, result.Prompt));
        Assert.Equal(((6_000 * 3.75) + (2 * 6_000 * 0.30)) / 1e6, result.InputCost, 9);

        static LoggedRequest Sent(int line, int request, bool ping, double at) => new(line, request, ping, [new("a", at, 200, null, null)], null, 0);
    }

    private static void Agree(Workload workload, IReadOnlyList<RequestRecord> records, IReadOnlyList<LoggedRequest> log)
    {
        var result = DecisionLogChecker.Check(workload.Trace, workload.World, log);
        var figures = Figures.Of(records, workload.World);

        Assert.Empty(result.Differences);
        Assert.Equal(figures.HitRate, result.HitRate, 12);
        Assert.Equal(figures.InputCost, result.InputCost, 9);
        Assert.Equal((figures.Answered, figures.Upstream429s, figures.Client429s), (result.Answered, result.Upstream429s, result.Client429s));
        Assert.Equal(figures.TotalWait, result.TotalWait, 3);
    }

    private static (IReadOnlyList<RequestRecord> Records, IReadOnlyList<LoggedRequest> Log) Logged(Workload workload, string policy, LifetimeMode lifetime)
    {
        var records = Some.Run(workload.Trace, workload.World, policy, new SimulationOptions { Lifetime = lifetime });
        using var stream = new MemoryStream();
        DecisionLogWriter.Write(records, stream);
        stream.Position = 0;
        return (records, DecisionLogReader.Read(new StreamReader(stream), workload.Trace, "log"));
    }

    // The day's work on two organizations that can hardly bear it: 429s, waits, debts.
    private static Workload Starved() => BuiltInWorkloads.Draw("team-day", 6) with
    {
        World = Some.World(Some.Organization("a", 20, 20_000, 3_000), Some.Organization("b", 20, 20_000, 3_000)),
    };
}
