using Warmpath.Mock;
using Warmpath.Mock.Faults;
using Warmpath.Mock.Requests;
using Warmpath.Tests.Cli;

namespace Warmpath.Tests.Agents;

/// <summary>The real client works through the gateway, and goes on working while the organization that it is at home in does not.</summary>
public class ClaudeCodeTests
{
    private const string Sonnet = "claude-sonnet-4-6";

    // The client gives up on Opus after three overload errors (claude-code-behaviour.md B1): the hardest case.
    private const string Opus = "claude-opus-5-5";

    private static readonly MockOptions TwoOrganizations = new() { LatencyFactor = 0, Organizations = [new("acme"), new("globex")] };

    [Fact]
    public async Task A_tool_call_a_continued_session_and_subagents_are_served_and_stick()
    {
        ClaudeCode.SkipUnlessInstalled();
        await using var fleet = await Fleet.WithAllKeysAsync(TwoOrganizations);
        using var claude = new ClaudeCode(fleet);

        Served("hello there", await claude.RunAsync("[[say: hello there]]", "--model", Sonnet));
        Served("forty-two", await claude.RunAsync(
            "[[tool: Bash {\"command\":\"echo forty-two\",\"description\":\"say a number\"}]]", "--continue", "--allowedTools", "Bash", "--model", Sonnet));
        const string Agent = "{\"description\":\"Greet\",\"prompt\":\"Answer. [[say: I am subagent %]]\",\"subagent_type\":\"general-purpose\",\"run_in_background\":false}";
        Served("hand-back", await claude.RunAsync(
            $"[[tool: Agent {Agent.Replace('%', '1')}]] [[tool: Agent {Agent.Replace('%', '2')}]]", "--continue", "--allowedTools", "Agent", "--model", Sonnet));

        var requests = Messages(fleet);
        var main = requests.Where(request => request.Agent is null).ToList();
        Assert.Single(main.Select(request => request.Session).Distinct());
        Assert.Single(main.Select(request => request.Key).Distinct());
        Assert.Equal(2, requests.Where(request => request.Agent is not null).Select(request => request.Agent).Distinct().Count());

        // From the second turn on the whole prompt but the new turn is read from cache, although markers moved and blocks became strings.
        Assert.All(main.Skip(1), request => Assert.True(request.Usage!.Value.CacheRead > request.Usage.Value.Prompt * 0.8, request.Usage.ToString()));
        var lineages = (await fleet.AdminAsync($"/sessions/{main[0].Session}")).ToString();
        Assert.Contains(requests.First(request => request.Agent is not null).Agent!, lineages, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, double?, string?> Troubles => new()
    {
        { FaultName.RateLimit, Sonnet, 2, null },
        { FaultName.RateLimit, Sonnet, 45, "throttled" },
        { FaultName.Overloaded529, Opus, null, "overloaded" },
        { FaultName.Credit400, Sonnet, null, "out_of_credit" },
        { FaultName.Billing402, Sonnet, null, "out_of_credit" },
        { FaultName.InvalidKey401, Sonnet, null, "invalid" },
        { FaultName.Permission403, Sonnet, null, "healthy" },
        { FaultName.Close, Sonnet, null, "unreachable" },
        { FaultName.StreamErrorFirst, Sonnet, null, "overloaded" },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task It_works_on_unaware_while_its_home_is_in_trouble(string fault, string model, double? retryAfter, string? state)
    {
        ClaudeCode.SkipUnlessInstalled();
        await using var fleet = await Fleet.WithAllKeysAsync(TwoOrganizations);
        using var claude = new ClaudeCode(fleet);
        Served("before", await claude.RunAsync("[[say: before]]", "--model", model));
        var home = Messages(fleet)[^1].Key!;

        // A throttle that ends is a throttle of so many requests; every other trouble lasts.
        fleet.Mock.Faults.Add(new Fault(fault) { Key = home, RetryAfter = retryAfter, Times = retryAfter is { } seconds and < 10 ? 1 : null });
        var turn = await claude.RunAsync("[[say: still here]]", "--continue", "--model", model);

        Served("still here", turn);
        Assert.Equal(0, turn.Retries);
        if (state is not null)
        {
            Assert.NotEqual(home, Messages(fleet)[^1].Key);
            var key = (await fleet.AdminAsync("/keys")).GetProperty("items").EnumerateArray().Single(k => k.GetProperty("name").GetString() == home);
            Assert.Equal(state, key.GetProperty("state").GetString());
            var last = (await fleet.AdminAsync("/requests?limit=1")).GetProperty("items")[0];
            Assert.Equal("migrated,failed-over", last.GetProperty("decision").GetString());
        }
    }

    [Fact]
    public async Task It_works_on_unaware_when_its_home_cannot_be_reached()
    {
        ClaudeCode.SkipUnlessInstalled();
        await using var fleet = await Fleet.StartAsync(TwoOrganizations);
        await using var lonely = await MockServer.StartAsync(new MockOptions { LatencyFactor = 0, Organizations = [new("lonely")] }, TimeProvider.System);
        Assert.Equal(0, await fleet.Terminal.RunAsync(["key", "add", "lonely", "--secret-stdin", "--base-url", lonely.BaseUrl], lonely.Keys[0].Secret + "\n"));
        using var claude = new ClaudeCode(fleet);
        Served("before", await claude.RunAsync("[[say: before]]", "--model", Sonnet));
        Assert.Equal(0, await fleet.AddKeyAsync("acme"));
        await lonely.DisposeAsync();

        var turn = await claude.RunAsync("[[say: still here]]", "--continue", "--model", Sonnet);

        Served("still here", turn);
        Assert.Equal(0, turn.Retries);
        Assert.Equal("acme-1", Messages(fleet)[^1].Key);
    }

    [Fact]
    public async Task A_cut_after_content_leads_to_its_own_retry_and_a_right_answer()
    {
        ClaudeCode.SkipUnlessInstalled();
        await using var fleet = await Fleet.WithAllKeysAsync(TwoOrganizations);
        using var claude = new ClaudeCode(fleet);
        Served("before", await claude.RunAsync("[[say: before]]", "--model", Sonnet));
        fleet.Mock.Faults.Add(new Fault(FaultName.CutAfterContent) { Times = 1 });

        Served("still here", await claude.RunAsync("[[say: still here]]", "--continue", "--model", Sonnet));
        Assert.Contains(
            (await fleet.AdminAsync("/requests")).GetProperty("items").EnumerateArray(), row => row.GetProperty("end").GetString() == "truncated");
    }

    private static void Served(string answer, Turn turn)
    {
        Assert.False(turn.IsError, turn.ToString());
        Assert.Contains(answer, turn.Result, StringComparison.Ordinal);
    }

    private static List<MockRequest> Messages(Fleet fleet) => [.. fleet.Mock.Requests.List().Where(request => request.Path == "/v1/messages")];
}
