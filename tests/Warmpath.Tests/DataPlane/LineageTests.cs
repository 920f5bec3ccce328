using System.Text.Json;
using Warmpath.Mock;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Faults;
using Warmpath.Tests.Cli;

namespace Warmpath.Tests.DataPlane;

public class LineageTests
{
    private static readonly MockOptions ThreeOrganizations = new()
    {
        LatencyFactor = 0, Organizations = [new("acme"), new("globex"), new("initech")],
    };

    [Fact]
    public async Task Thirty_lineages_stay_where_they_are_placed_and_a_restart_changes_nothing()
    {
        await using var fleet = await Fleet.WithAllKeysAsync(ThreeOrganizations);
        var homes = new string?[30];
        for (var turn = 0; turn < 5; turn++)
        {
            if (turn == 3)
            {
                await fleet.RestartAsync(Fleet.Options(fleet.Terminal));
            }

            var round = turn;
            await Parallel.ForAsync(0, 30, async (i, cancellationToken) =>
            {
                using var conversation = Resume(fleet, i, round);
                var answer = await conversation.TurnAsync($"turn {round} of {i}", cancellationToken: cancellationToken);
                Assert.True(answer.IsWhole, answer.Body);
                Assert.Contains(round == 0 ? "placed" : "sticky", answer.Decision);
                Assert.Equal(round == 0 ? answer.Key : homes[i], answer.Key);
                homes[i] = answer.Key;
            });
        }

        Assert.Equal(3, homes.Distinct().Count());
        Assert.Equal(150, fleet.Mock.Requests.List().Count(request => request.Path == "/v1/messages"));
    }

    [Fact]
    public async Task Every_answer_has_one_row_with_its_tokens_and_its_price()
    {
        await using var fleet = await Fleet.WithAllKeysAsync(ThreeOrganizations);
        using var conversation = new Conversation(fleet, "s", Conversation.Front("front", 20_000));
        foreach (var stream in new[] { true, false, true })
        {
            var answer = await conversation.TurnAsync("next", stream);
            var sent = fleet.Mock.Requests.List().Last(request => request.Path == "/v1/messages").Usage!.Value;
            var row = await fleet.AdminAsync($"/requests/{answer.RequestId}");
            var usage = row.GetProperty("usage");
            Assert.Equal(
                (sent.Input, sent.CacheWrite5m, sent.CacheRead, sent.Output),
                (usage.GetProperty("input").GetInt64(), usage.GetProperty("cacheWrite5m").GetInt64(), usage.GetProperty("cacheRead").GetInt64(), usage.GetProperty("output").GetInt64()));

            // claude-sonnet-4-6: 3, 3.75, 0.30 and 15 $ per million.
            var cost = ((sent.Input * 3m) + (sent.CacheWrite5m * 3.75m) + (sent.CacheRead * 0.30m) + (sent.Output * 15m)) / 1_000_000;
            Assert.Equal(cost, row.GetProperty("cost").GetDecimal());
        }

        var page = await fleet.AdminAsync("/requests?session=s");
        Assert.Equal(3, page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Lists_of_models_and_counts_of_tokens_are_in_the_ledger_and_no_lineages()
    {
        await using var fleet = await Fleet.WithAllKeysAsync(ThreeOrganizations);
        using var http = new HttpClient { BaseAddress = new Uri(fleet.Gateway.Url) };
        http.DefaultRequestHeaders.Add("x-api-key", fleet.VirtualKey);
        http.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");
        http.DefaultRequestHeaders.Add("x-claude-code-session-id", "s");
        using var models = await http.GetAsync("/v1/models", TestContext.Current.CancellationToken);
        using var content = new StringContent("""{"model":"claude-sonnet-4-6","messages":[{"role":"user","content":"hello"}]}""");
        using var counted = await http.PostAsync("/v1/messages/count_tokens", content, TestContext.Current.CancellationToken);

        Assert.Equal((200, 200), ((int)models.StatusCode, (int)counted.StatusCode));
        Assert.Equal(2, (await fleet.AdminAsync("/requests")).GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await fleet.AdminAsync("/sessions")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Two_keys_of_one_organization_turn_out_to_be_one_pool_and_share_its_429()
    {
        await using var fleet = await Fleet.WithAllKeysAsync(new MockOptions
        {
            LatencyFactor = 0, Organizations = [new("acme") { Keys = 2 }, new("globex")],
        });
        var keys = (await fleet.AdminAsync("/keys")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(2, keys.Select(key => key.GetProperty("organization").GetProperty("id").GetString()).Distinct().Count());

        using var conversation = new Conversation(fleet, "s", Conversation.Front("front", 20_000));
        var home = (await conversation.TurnAsync("one")).Key!;
        if (home == "globex-1")
        {
            await fleet.Terminal.RunAsync(["key", "disable", "globex-1"]);
            Assert.StartsWith("acme", (await conversation.TurnAsync("two")).Key, StringComparison.Ordinal);
            await fleet.Terminal.RunAsync(["key", "enable", "globex-1"]);
        }

        fleet.Mock.Faults.Add(new Fault(FaultName.RateLimit) { Organization = "acme", RetryAfter = 45 });
        var before = fleet.Mock.Requests.List().Count;
        var moved = await conversation.TurnAsync("three");
        Assert.Equal("globex-1", moved.Key);
        Assert.Equal(["migrated", "failed-over"], moved.Decision);
        Assert.Equal(2, fleet.Mock.Requests.List().Count - before); // the second key of acme was not tried
        var states = (await fleet.AdminAsync("/keys")).GetProperty("items").EnumerateArray().ToDictionary(
            key => key.GetProperty("name").GetString()!, key => key.GetProperty("state").GetString());
        Assert.Equal(("throttled", "throttled", "healthy"), (states["acme-1"], states["acme-2"], states["globex-1"]));
    }

    [Fact]
    public async Task A_workspace_with_a_lower_limit_is_told_apart_from_its_organization_and_kept_below_it()
    {
        await using var fleet = await Fleet.WithAllKeysAsync(new MockOptions
        {
            LatencyFactor = 0,
            Organizations = [MockOrganization.Parse("acme:keys=2,workspaces=2,itpm=400000,workspace-itpm=60000", MockTier.Start)],
        });
        await fleet.Terminal.RunAsync(["key", "disable", "acme-all"]); // it is bound to none of the two
        await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            using var conversation = new Conversation(fleet, $"s{i}", Conversation.Front($"front {i}", 40_000));
            Assert.Equal(200, (int)(await conversation.TurnAsync("one")).Status);
            Assert.Equal(200, (int)(await conversation.TurnAsync("two")).Status);
        }));

        var organization = Assert.Single((await fleet.AdminAsync("/status")).GetProperty("organizations").EnumerateArray());
        var own = Assert.Single(organization.GetProperty("workspaces").EnumerateArray());
        Assert.Equal((400_000, 60_000), (Limit(organization), Limit(own)));
        Assert.InRange(fleet.Mock.Requests.List().Count(request => request.Status == 429), 0, 2);

        static int Limit(JsonElement pool) => pool.GetProperty("headroom").GetProperty("sonnet-4").GetProperty("inputTokens").GetProperty("limit").GetInt32();
    }

    [Fact]
    public async Task Eight_subagents_with_one_cold_front_write_it_twice_at_most()
    {
        await using var fleet = await Fleet.WithAllKeysAsync(ThreeOrganizations with { LatencyFactor = 0.3 });
        await fleet.ChangeSettingsAsync("""{"valueOfTimePerHour":1}"""); // else four seconds of a busy machine are dearer than to write it again
        var front = Conversation.Front("subagent", 80_000);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var conversation = new Conversation(fleet, "s", front, $"agent{i}");
            Assert.True((await conversation.TurnAsync($"[[tokens: 20]] task {i}")).IsWhole);
        }));

        var written = fleet.Mock.Requests.List().Where(request => request.Usage is { } usage && usage.CacheWrite > 10_000).Select(request => request.Agent);
        Assert.InRange(written.Count(), 1, 2);
    }

    [Fact]
    public async Task Keys_come_and_go_while_streams_run_and_no_stream_notices()
    {
        await using var fleet = await Fleet.WithAllKeysAsync(ThreeOrganizations with { LatencyFactor = 0.5 });
        var streams = Enumerable.Range(0, 20).Select(async i =>
        {
            using var conversation = new Conversation(fleet, $"s{i}", Conversation.Front($"front{i}", 8_000));
            return await conversation.TurnAsync("[[tokens: 120]] a long answer");
        }).ToList();
        while (fleet.Mock.Requests.List().Count(request => request.Status == 200) < 20)
        {
            await Task.Yield();
        }

        foreach (var verb in new[] { "drain", "disable", "enable", "test", "remove" })
        {
            Assert.True(await fleet.Terminal.RunAsync(["key", verb, "acme-1"]) == 0, fleet.Terminal.Error);
        }

        Assert.Equal(0, await fleet.AddKeyAsync("acme-anew"));
        Assert.All(await Task.WhenAll(streams), answer => Assert.True(answer.IsWhole, answer.Body));
    }

    [Fact]
    public async Task After_a_throttle_one_request_tries_before_the_others()
    {
        await using var fleet = await Fleet.WithAllKeysAsync(new MockOptions { LatencyFactor = 0.1, Organizations = [new("acme")] });
        fleet.Mock.Faults.Add(new Fault(FaultName.RateLimit) { RetryAfter = 4, Times = 1 });
        using var first = new Conversation(fleet, "first", Conversation.Front("first", 8_000));
        var opening = first.TurnAsync("hello");
        while ((await fleet.AdminAsync("/status")).GetProperty("waiting").GetInt32() == 0 && !opening.IsCompleted)
        {
            await Task.Yield(); // the provider has said 429 before the gateway has heard it
        }

        var others = Enumerable.Range(0, 20).Select(async i =>
        {
            using var conversation = new Conversation(fleet, $"s{i}", Conversation.Front($"front{i}", 8_000));
            return await conversation.TurnAsync("hello");
        }).ToList();
        Assert.True((await opening).IsWhole);
        var answers = await Task.WhenAll(others);
        Assert.All(answers, answer => Assert.True(answer.IsWhole && answer.Decision.Contains("waited"), answer.Body));
        var arrivals = fleet.Mock.Requests.List().Where(request => request.Path == "/v1/messages").Select(request => request.At).Order().ToList();
        Assert.True(arrivals[2] - arrivals[1] > TimeSpan.FromMilliseconds(40), "the second after the throttle came before the first was answered");
    }

    // The conversation as the client has it after so many turns.
    private static Conversation Resume(Fleet fleet, int number, int turns) =>
        new Conversation(fleet, $"session-{number}", Conversation.Front($"front{number % 5}", 12_000))
            .After(Enumerable.Range(0, turns).Select(turn => $"turn {turn} of {number}"));
}
