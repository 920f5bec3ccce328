using System.Collections.Concurrent;
using CsCheck;
using Warmpath.Routing.Deciding;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Routing.Limits;
using Warmpath.Testing;

namespace Warmpath.Routing.Tests.Limits;

/// <summary>A workspace may have lower limits than its organization; both have to admit a request (providers.md 1.1, 1.3).</summary>
public class WorkspaceLimitTests
{
    [Fact]
    public void Two_workspaces_that_name_different_limits_are_told_apart()
    {
        var bench = Learned();
        var organization = Assert.Single(bench.Router.View(bench.Now).Organizations);

        Assert.Equal(100_000, Assert.Single(organization.Headroom).InputTokens?.Limit);
        var own = Assert.Single(organization.Workspaces);
        Assert.Equal(("ws-low", 20_000), (own.Workspace, own.Headroom.InputTokens?.Limit));
        Assert.Null(own.Headroom.Requests);
        Assert.Equal((100_000, 20_000), (Headroom(bench, "high").Limit, Headroom(bench, "low").Limit));
    }

    [Fact]
    public void A_reservation_has_to_hold_in_the_workspace_and_in_the_organization()
    {
        var bench = Learned();
        Send(bench, "low", 15_000);
        Assert.IsType<Decision.Wait>(Decide(bench, "low", 10_000)); // 5,000 are left there, 85,000 in the organization
        Assert.IsType<Decision.Send>(Decide(bench, "high", 80_000));
        Assert.Equal(5_000, Headroom(bench, "low").Remaining);

        bench.Pass(15); // the workspace has its 5,000 more, the organization 25,000
        Send(bench, "high", 30_000);
        Assert.IsType<Decision.Wait>(Decide(bench, "low", 2_000)); // the workspace has room, the organization none
    }

    [Fact]
    public void What_comes_back_unused_comes_back_to_both()
    {
        var bench = Learned();
        bench.Router.Abandoned(Send(bench, "low", 15_000), bench.Now);

        Assert.Equal((100_000, 20_000), (Headroom(bench, "high").Remaining, Headroom(bench, "low").Remaining));
    }

    [Fact]
    public void Limits_of_a_key_that_is_bound_to_a_workspace_are_the_workspace_s()
    {
        var bench = new RouterBench();
        bench.Add("all", "org", "ws-default", inputLimit: 100_000);
        bench.Router.SetKey(
            new KeyConfig
            {
                Id = new("bound"),
                Name = "bound",
                Provider = "anthropic",
                BaseUrl = "http://127.0.0.1",
                BoundWorkspaceId = "ws-low",
                DiscoveredOrganizationId = "org",
                Limits = new Dictionary<string, LimitSettings> { ["*"] = new(null, 20_000, null) },
            },
            bench.Now);
        Send(bench, "all", 1_000);

        Assert.Equal((99_000, 20_000), (Headroom(bench, "all").Remaining, Headroom(bench, "bound").Remaining));
    }

    [Theory]
    [InlineData(20_000, 0, "low")] // names the workspace's own limit
    [InlineData(100_000, 0, "high low")] // the organization's
    public void A_429_is_about_the_limit_that_its_headers_name(long limit, long remaining, string throttled)
    {
        var bench = Learned();
        var attempt = Send(bench, "low", 1_000);
        bench.Router.Failed(
            attempt,
            new UpstreamFailure
            {
                Kind = AttemptFailure.Status,
                Status = 429,
                ErrorType = "rate_limit_error",
                RetryAfter = TimeSpan.FromSeconds(10),
                Limits = new LimitHeaders { InputTokensLimit = limit, InputTokensRemaining = remaining },
            },
            bench.Now);

        Assert.Equal(throttled, string.Join(' ', new[] { "high", "low" }.Where(key => bench.StatusOf(key) == KeyStatus.Throttled)));
    }

    [Fact]
    public void A_429_that_names_no_limit_is_about_the_emptier_one()
    {
        var bench = Learned();
        Send(bench, "low", 18_000);
        bench.Fail(Send(bench, "low", 1_000), 429, "rate_limit_error", retryAfter: 10);

        Assert.Equal((KeyStatus.Healthy, KeyStatus.Throttled), (bench.StatusOf("high"), bench.StatusOf("low")));
    }

    [Fact]
    public void A_workspace_keeps_its_limit_while_the_organization_has_less_left_and_loses_it_when_it_has_more_left_than_that()
    {
        var bench = Learned();
        Answer(bench, "low", 100_000, 5_000);
        Assert.Equal(20_000, bench.Router.View(bench.Now).Organizations[0].Workspaces[0].Headroom.InputTokens?.Limit);

        Answer(bench, "low", 100_000, 90_000);
        Assert.Empty(bench.Router.View(bench.Now).Organizations[0].Workspaces);
    }

    [Fact]
    public void A_limit_that_a_person_gave_is_not_filled_up_by_what_is_left_of_the_provider_s_larger_one()
    {
        var bench = new RouterBench();
        bench.Add("a", inputLimit: 20_000);
        var attempt = Send(bench, "a", 15_000);
        bench.Answer(attempt, seconds: 0, new LimitHeaders { InputTokensLimit = 2_000_000, InputTokensRemaining = 1_985_000 });

        Assert.Equal(5_000, Headroom(bench, "a").Remaining);
    }

    /// <summary>However many threads ask at once, and whatever comes back unused: neither bucket ever gives more than it holds.</summary>
    [Fact]
    public void Concurrent_admission_never_reserves_more_than_the_workspace_or_the_organization_holds() => Gen.Select(
        Gen.Int[10_000, 60_000], Gen.Int[60_000, 200_000], Gen.Int[500, 9_000].Array[1, 64]).Sample((low, high, sizes) =>
        {
            var bench = Learned(low, high);
            var taken = new ConcurrentBag<(string Workspace, int Tokens)>();
            Parallel.For(0, sizes.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
            {
                var ticket = bench.Enter(Request(bench, sizes[i], $"s{i}"));
                if (bench.Decide(ticket) is Decision.Send { Attempt: var attempt })
                {
                    if (i % 5 == 0)
                    {
                        bench.Router.Abandoned(attempt, bench.Now);
                    }
                    else
                    {
                        taken.Add((attempt.Key.Name, attempt.Explanation.Expected.Charged));
                    }
                }
            });

            Assert.True(taken.Where(each => each.Workspace == "low").Sum(each => each.Tokens) <= low);
            Assert.True(taken.Sum(each => each.Tokens) <= high);
        }, iter: 30);

    // One organization of two workspaces, both of which have just been asked and have named their limits.
    private static RouterBench Learned(int low = 20_000, int high = 100_000)
    {
        var bench = new RouterBench();
        bench.Add("high", "org", "ws-high");
        bench.Add("low", "org", "ws-low");
        Answer(bench, "low", low, low);
        Answer(bench, "high", high, high);
        return bench;
    }

    private static void Answer(RouterBench bench, string key, long limit, long remaining) =>
        bench.Answer(Send(bench, key, 10), seconds: 60, new LimitHeaders { InputTokensLimit = limit, InputTokensRemaining = remaining });

    // A prompt without markers: all of it is charged.
    private static RoutingRequest Request(RouterBench bench, int tokens, string session) =>
        bench.Request(Prompt.For("claude-sonnet-4-6").Turn(session, tokens).Outline(), session);

    // As if this key alone were there.
    private static Decision Decide(RouterBench bench, string key, int tokens)
    {
        foreach (var other in bench.Router.View(bench.Now).Keys)
        {
            bench.Router.SetKey(other.Config with { Enabled = other.Config.Name == key }, bench.Now);
        }

        var decision = bench.Decide(bench.Enter(Request(bench, tokens, $"{key} {tokens}")));
        foreach (var other in bench.Router.View(bench.Now).Keys)
        {
            bench.Router.SetKey(other.Config with { Enabled = true }, bench.Now);
        }

        return decision;
    }

    private static Attempt Send(RouterBench bench, string key, int tokens) => Decide(bench, key, tokens) switch
    {
        Decision.Send send => send.Attempt,
        var other => throw new InvalidOperationException($"Expected to send, was: {other}"),
    };

    private static BucketView Headroom(RouterBench bench, string key) =>
        bench.Router.View(bench.Now).Keys.Single(view => view.Config.Name == key).Headroom.Single(view => view.ModelClass.StartsWith("sonnet", StringComparison.Ordinal)).InputTokens
        ?? throw new InvalidOperationException("No limit is known.");
}
