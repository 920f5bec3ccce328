using Warmpath.Simulation.Checking;
using Warmpath.Simulation.Decisions;
using Warmpath.Simulation.Policies;
using Warmpath.Simulation.Runs;
using Warmpath.Simulation.Traces;
using Warmpath.Simulation.Workloads;
using Warmpath.Simulation.Worlds;

namespace Warmpath.Simulation.Tests.Runs;

public class SimulationRunTests
{
    [Fact]
    public void The_next_request_of_a_stream_is_issued_a_think_time_after_the_last_has_ended()
    {
        var trace = new TraceBuilder();
        trace.Add(Some.Draft(trace, "s", at: 10));
        trace.Add(Some.Draft(trace, "s", think: 5));
        var records = Some.Run(trace.Build(), Some.World(Some.Organization("a")), "single-key");

        // 0.8 s + 6,000 tokens x 25 us + 60 tokens / 60
        Assert.Equal(10 + 0.8 + 0.15 + 1, Some.Seconds(records[0].EndedAt), 6);
        Assert.Equal(Some.Seconds(records[0].EndedAt) + 5, Some.Seconds(records[1].IssuedAt), 6);
        Assert.Equal(6_000, records[1].Usage!.Value.CacheRead);
    }

    [Fact]
    public void Subagents_start_after_the_call_that_sent_them_and_the_parent_goes_on_when_all_have_ended()
    {
        var trace = new TraceBuilder();
        trace.Add(Some.Draft(trace, "s", at: 0));
        trace.Add(Some.Draft(trace, "s", think: 1, stream: "a", after: [0], output: 600));
        trace.Add(Some.Draft(trace, "s", think: 1, stream: "b", after: [0], output: 60));
        trace.Add(Some.Draft(trace, "s", think: 2, after: [1, 2], tokens: 1_500));
        var records = Some.Run(trace.Build(), Some.World(Some.Organization("a")), "single-key");

        Assert.Equal(records[1].IssuedAt, records[2].IssuedAt);
        Assert.Equal(records[0].EndedAt + TimeSpan.FromSeconds(1), records[1].IssuedAt);
        Assert.True(records[1].EndedAt > records[2].EndedAt);
        Assert.Equal(records[1].EndedAt + TimeSpan.FromSeconds(2), records[3].IssuedAt);
    }

    [Fact]
    public void An_open_loop_arrives_at_its_own_times_whatever_went_before()
    {
        var trace = new TraceBuilder();
        trace.Add(Some.Draft(trace, "s", at: 5, output: 6_000));
        trace.Add(Some.Draft(trace, "s", at: 3));
        var records = Some.Run(trace.Build(), Some.World(Some.Organization("a")), "single-key");

        Assert.Equal([5, 3], records.Select(record => Some.Seconds(record.IssuedAt)));
    }

    [Fact]
    public void A_client_waits_for_a_retry_after_of_at_most_a_minute()
    {
        // The bucket holds 6,000 and is refilled with 100 a second: the second request lacks 1,000.
        var trace = new TraceBuilder();
        trace.Add(Some.Draft(trace, "s1", at: 0));
        trace.Add(Some.Draft(trace, "s2", at: 0));
        var records = Some.Run(trace.Build(), Some.World(Some.Organization("a", input: 6_000)), "single-key");

        Assert.Equal([429, 200], records[1].Attempts.Select(attempt => attempt.Status));
        Assert.Equal(0.2 + 60, Some.Seconds(records[1].Attempts[1].At), 3);
        Assert.Equal(1, records[1].Client429s);
    }

    [Fact]
    public void Without_a_retry_after_to_obey_it_backs_off_and_after_ten_retries_the_user_comes_back_a_minute_later()
    {
        // An hour without a token: no retry-after that a client would wait for.
        var trace = new TraceBuilder();
        trace.Add(Some.Draft(trace, "s1", at: 0, output: 1_000));
        trace.Add(Some.Draft(trace, "s2", at: 1));
        var records = Some.Run(trace.Build(), Some.World(Some.Organization("a", output: 10)), "single-key");
        var tries = records[1].Attempts.Select(attempt => Some.Seconds(attempt.At)).ToList();
        var gaps = tries.Zip(tries.Skip(1), (a, b) => b - a - 0.2).Take(12).ToList();

        Assert.All(gaps.Take(10).Index(), gap => Assert.InRange(gap.Item, Longest(gap.Index) * 0.75 - 0.001, Longest(gap.Index) + 0.001));
        Assert.Equal(60, gaps[10], 3);
        Assert.Equal(200, records[1].Attempts[^1].Status);

        static double Longest(int retry) => Math.Min(8, 0.5 * Math.Pow(2, retry));
    }

    [Fact]
    public void The_429_of_another_gateway_reaches_the_client_as_it_is_named()
    {
        // A failed key of cliproxy rests 60 s from 1.2 on; the client comes again within half a second and hears how much is left of it.
        var trace = new TraceBuilder();
        trace.Add(Some.Draft(trace, "s1", at: 1));
        var outage = new Outage("a", TimeSpan.Zero, TimeSpan.FromSeconds(10));
        var record = Some.Run(trace.Build(), Some.World(Some.Organization("a")) with { Outages = [outage] }, "cliproxy")[0];

        Assert.Equal([529, 200], record.Attempts.Select(attempt => attempt.Status));
        Assert.Equal(1 + 0.2 + 60, Some.Seconds(record.Attempts[1].At), 3);
    }

    [Fact]
    public void A_client_does_not_wait_for_the_minutes_that_another_gateway_names()
    {
        // An hour without a token, which crs hands on; of Warmpath it would hear of 60 s at most, and come back some sixty times.
        var trace = new TraceBuilder();
        trace.Add(Some.Draft(trace, "s1", at: 0, output: 610));
        trace.Add(Some.Draft(trace, "s2", at: 1));
        var record = Some.Run(trace.Build(), Some.World(Some.Organization("a", output: 10)), "crs")[1];

        Assert.Equal([429, 200], record.Attempts.Select(attempt => attempt.Status));
        Assert.InRange(record.Client429s, 200, 600);
    }

    [Fact]
    public void The_gateway_waits_for_the_client()
    {
        var trace = new TraceBuilder();
        trace.Add(Some.Draft(trace, "s1", at: 0));
        trace.Add(Some.Draft(trace, "s2", at: 10, tokens: 2_200));
        trace.Add(Some.Draft(trace, "s3", at: 10, tokens: 2_300));
        var records = Some.Run(trace.Build(), Some.World(Some.Organization("a", input: 6_000)), SimulatedPolicies.CostAware);

        // Headers round what is left to thousands, a sixth of this bucket: the gateway may try a little early, the client never sees it.
        Assert.All(records, record => Assert.InRange(record.Attempts.Count, 1, 2));
        Assert.All(records, record => Assert.Equal((0, 200), (record.Client429s, record.Attempts[^1].Status)));
        Assert.True(records[2].AddedWait > TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_recorded_answer_takes_as_long_as_it_did_and_what_it_writes_is_readable_once_it_has_begun()
    {
        var trace = new TraceBuilder();
        trace.Add(Some.Draft(trace, "s1", at: 0) with { Took = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20)) });
        trace.Add(Some.Draft(trace, "s1", think: 1, tokens: 2_000));
        trace.Add(Some.Draft(trace, "s2", at: 4.9, tokens: 2_001));
        trace.Add(Some.Draft(trace, "s3", at: 5.1, tokens: 2_002));
        var records = Some.Run(trace.Build(), Some.World(Some.Organization("a")), "single-key");

        Assert.Equal(20, Some.Seconds(records[0].EndedAt));
        Assert.Equal(21, Some.Seconds(records[1].IssuedAt));
        Assert.Equal([0, 5_000], records.Skip(2).Select(record => record.Usage!.Value.CacheRead));
    }

    [Theory]
    [InlineData(402, 20.0)] // a free check every 30 s finds that it is paid
    [InlineData(429, 5.0)]
    [InlineData(529, 5.0)]
    [InlineData(0, 3.0)]
    public void While_its_organization_is_out_a_conversation_moves_and_once_it_is_back_it_is_served_again(int status, double length)
    {
        var trace = new TraceBuilder();
        trace.Add(Some.Draft(trace, "s1", at: 0));
        trace.Add(Some.Draft(trace, "s1", at: 10, tokens: 2_000));
        trace.Add(Some.Draft(trace, "s2", at: 60));
        var world = Some.World(Some.Organization("a"), Some.Organization("b"));
        var home = Some.Run(trace.Build(), world, SimulatedPolicies.CostAware)[0].Attempts[^1].Key;
        var other = home == "a" ? "b" : "a";
        var away = new Outage(home, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(9 + length)) { Status = status };
        var forEver = new Outage(other, TimeSpan.FromSeconds(50), TimeSpan.FromHours(1));
        var records = Some.Run(trace.Build(), world with { Outages = [away, forEver] }, SimulatedPolicies.CostAware);

        (string, int)[] tries = status == 529 ? [(home, 529), (home, 529), (other, 200)] : [(home, status), (other, 200)]; // an overload may pass in a moment
        Assert.Equal(tries, records[1].Attempts.Select(attempt => (attempt.Key, attempt.Status)));
        Assert.Equal((home, 200), (records[2].Attempts[^1].Key, records[2].Attempts[^1].Status));
        Assert.All(records, record => Assert.Equal(0, record.ClientErrors));
    }

    [Fact]
    public void What_one_client_alone_has_met_ends_with_a_check_so_that_nobody_has_to_try()
    {
        var trace = new TraceBuilder();
        trace.Add(Some.Draft(trace, "s1", at: 0));
        trace.Add(Some.Draft(trace, "s1", at: 10, tokens: 2_000));
        trace.Add(Some.Draft(trace, "doubt", at: 13) with { User = "v" });
        for (var other = 0; other < 8; other++) // an organization that comes back by a request lets others follow one by one
        {
            trace.Add(Some.Draft(trace, $"t{other}", at: other == 0 ? 60 : 62, output: 1_200) with { User = "v" });
        }

        var world = Some.World(Some.Organization("a"), Some.Organization("b"));
        var home = Some.Run(trace.Build(), world, SimulatedPolicies.CostAware)[0].Attempts[^1].Key;
        var away = new Outage(home, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(12));
        var forEver = new Outage(home == "a" ? "b" : "a", TimeSpan.FromSeconds(50), TimeSpan.FromHours(1)) { Status = 401 };
        var records = Some.Run(trace.Build(), world with { Outages = [away, forEver] }, SimulatedPolicies.CostAware);

        Assert.Equal(home, Assert.Single(records[2].Attempts).Key);
        Assert.All(records.Skip(2), record => Assert.InRange(record.AddedWait, TimeSpan.Zero, world.RefusalLatency));
    }

    [Fact]
    public void A_recorded_request_meets_what_it_met_whatever_others_did_there()
    {
        var world = Some.World(Some.Organization("a"), Some.Organization("b"));
        var trouble = new Trouble { Status = 429, Latency = TimeSpan.FromSeconds(0.03), RetryAfter = TimeSpan.FromSeconds(5) };
        var home = Some.Run(Trace([]), world, SimulatedPolicies.CostAware)[0].Attempts[^1].Key;
        var other = home == "a" ? "b" : "a";

        // In an organization that is out it is served where it was; where it was refused it is refused, as often as it was.
        var outage = new Outage(home, TimeSpan.Zero, TimeSpan.FromHours(1));
        Assert.Equal([(home, 200)], Tries(world with { Outages = [outage] }, new Met(home, null)));
        Assert.Equal([(home, 429), (other, 200)], Tries(world, new Met(home, trouble), new Met(other, null)));
        Assert.Equal([(home, 429), (other, 200)], Tries(world, new Met(home, trouble)));
        Assert.Equal([(home, 200)], Tries(world, new Met("elsewhere", trouble)));

        Trace Trace(IReadOnlyList<Met> met)
        {
            var trace = new TraceBuilder();
            trace.Add(Some.Draft(trace, "s1", at: 0) with { Met = met });
            return trace.Build();
        }

        IEnumerable<(string, int)> Tries(World among, params Met[] met)
        {
            var (trace, records) = (Trace(met), Some.Run(Trace(met), among, SimulatedPolicies.CostAware));
            using var log = new MemoryStream();
            DecisionLogWriter.Write(records, log);
            log.Position = 0;
            Assert.Empty(DecisionLogChecker.Check(trace, among, DecisionLogReader.Read(new StreamReader(log), trace, "log")).Differences);
            return records[0].Attempts.Select(attempt => (attempt.Key, attempt.Status));
        }
    }

    [Fact]
    public void An_outage_may_say_how_long_its_errors_take()
    {
        var trace = new TraceBuilder();
        trace.Add(Some.Draft(trace, "s1", at: 0));
        var world = Some.World(Some.Organization("a"), Some.Organization("b"));
        var home = Some.Run(trace.Build(), world, SimulatedPolicies.CostAware)[0].Attempts[^1].Key;
        var outage = new Outage(home, TimeSpan.Zero, TimeSpan.FromSeconds(1)) { Status = 429, Latency = TimeSpan.FromSeconds(0.03) };
        var record = Some.Run(trace.Build(), world with { Outages = [outage] }, SimulatedPolicies.CostAware)[0];

        Assert.Equal(TimeSpan.FromSeconds(0.03), record.AddedWait);
    }

    [Theory]
    [InlineData("cost-aware")]
    [InlineData("random")]
    public void Same_seed_same_bytes(string policy)
    {
        Assert.Equal(Log(1), Log(1));
        Assert.NotEqual(Log(1), Log(2));

        byte[] Log(ulong seed)
        {
            var workload = BuiltInWorkloads.Draw("team-day", seed);
            using var log = new MemoryStream();
            DecisionLogWriter.Write(Some.Run(workload.Trace, workload.World, policy, new SimulationOptions { Seed = seed }), log);
            return log.ToArray();
        }
    }
}
