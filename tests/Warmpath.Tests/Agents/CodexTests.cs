using Warmpath.Mock;
using Warmpath.Mock.Faults;
using Warmpath.Mock.Requests;
using Warmpath.Tests.Cli;

namespace Warmpath.Tests.Agents;

/// <summary>The real Codex works through the gateway, and goes on working while the organization that it is at home in does not.</summary>
public class CodexTests
{
    private const string Sol = "gpt-6-sol";

    private static readonly MockOptions TwoOrganizations = new() { LatencyFactor = 0, Organizations = [new("acme"), new("globex")] };

    // Newer models are told of their tools in the conversation, and call them from JavaScript.
    [Theory]
    [InlineData("gpt-5.5", """[[tool: exec_command {"cmd":"echo forty-two"}]]""")]
    [InlineData(Sol, """[[tool: exec {"input":"text(await tools.exec_command({cmd: 'echo forty-two'}))"}]]""")]
    public async Task A_session_a_tool_call_and_a_resumed_turn_are_served_stick_and_read_from_cache(string model, string call)
    {
        Codex.SkipUnlessInstalled();
        await using var fleet = await Fleet.WithOpenAIKeysAsync(TwoOrganizations);
        using var codex = new Codex(fleet, model);

        Served("hello there", await codex.StartAsync("[[say: hello there]]"));
        Served("forty-two", await codex.ResumeAsync(call));

        var requests = Responses(fleet);
        Assert.Equal(3, requests.Count);
        Assert.Single(requests.Select(request => request.Session).Distinct());
        Assert.Single(requests.Select(request => request.Key).Distinct());
        Assert.All(requests.Skip(1), request => Assert.True(request.Usage!.Value.CacheRead > request.Usage.Value.Prompt * 0.8, request.Usage.ToString()));

        var rows = (await fleet.AdminAsync("/requests")).GetProperty("items").EnumerateArray().ToList(); // newest first
        Assert.Equal(["sticky", "sticky", "placed"], rows.Select(row => row.GetProperty("decision").GetString()));
        Assert.All(rows.Zip(requests.AsEnumerable().Reverse()), pair =>
        {
            Assert.Equal(pair.Second.Key, pair.First.GetProperty("keyName").GetString());
            Assert.Equal(pair.Second.Usage!.Value.CacheRead, pair.First.GetProperty("usage").GetProperty("cacheRead").GetInt64());
        });
        Assert.False(codex.LookedOutside);
    }

    public static TheoryData<string, double?, string> Troubles => new()
    {
        { FaultName.RateLimit, 45, "throttled" },
        { FaultName.Overloaded529, null, "overloaded" },
        { FaultName.Credit400, null, "out_of_credit" },
        { FaultName.InvalidKey401, null, "key_invalid" },
        { FaultName.StreamErrorFirst, null, "overloaded" },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task It_works_on_unaware_while_its_home_is_in_trouble(string fault, double? retryAfter, string kind)
    {
        Codex.SkipUnlessInstalled();
        await using var fleet = await Fleet.WithOpenAIKeysAsync(TwoOrganizations);
        using var codex = new Codex(fleet, Sol);
        Served("before", await codex.StartAsync("[[say: before]]"));
        var home = Responses(fleet)[^1].Key!;

        fleet.Mock.Faults.Add(new Fault(fault) { Key = home, RetryAfter = retryAfter });
        var turn = await codex.ResumeAsync("[[say: still here]]");

        Served("still here", turn);
        Assert.Equal(0, turn.Retries);
        Assert.NotEqual(home, Responses(fleet)[^1].Key);
        var events = (await fleet.AdminAsync("/events")).GetProperty("items").EnumerateArray().Select(happened => happened.GetProperty("kind").GetString());
        Assert.Contains(kind, events); // the state itself may be over by now
        Assert.False(codex.LookedOutside);
    }

    [Fact]
    public async Task A_cut_after_content_leads_to_its_own_retry_and_a_right_answer()
    {
        Codex.SkipUnlessInstalled();
        await using var fleet = await Fleet.WithOpenAIKeysAsync(TwoOrganizations);
        using var codex = new Codex(fleet, Sol);
        fleet.Mock.Faults.Add(new Fault(FaultName.CutAfterContent) { Times = 1 });

        Served("right", await codex.StartAsync("[[say: right]]"));
        Assert.Equal(2, Responses(fleet).Count);
    }

    private static void Served(string answer, CodexTurn turn)
    {
        Assert.False(turn.IsError, turn.ToString());
        Assert.Contains(answer, turn.Result, StringComparison.Ordinal);
    }

    private static List<MockRequest> Responses(Fleet fleet) => [.. fleet.Mock.Requests.List().Where(request => request.Path == "/v1/responses")];
}
