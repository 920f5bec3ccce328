using System.Globalization;
using System.Text.Json;
using Warmpath.Mock;
using Warmpath.Tests.DataPlane;

namespace Warmpath.Tests.Cli;

public class TraceTests
{
    private static readonly MockOptions ThreeOrganizations = new() { Organizations = [new("acme"), new("globex"), new("initech")], LatencyFactor = 0.05 };

    [Fact]
    public async Task Recorded_traffic_replayed_is_decided_the_same_way_and_reads_as_much_from_cache()
    {
        await using var fleet = await Fleet.WithAllKeysAsync(ThreeOrganizations);
        const string Secret = "a sentence that nobody else may read";
        for (var turn = 0; turn < 3; turn++)
        {
            for (var developer = 0; developer < 3; developer++) // a fourth would tie, and go by whose last answer is off the books already
            {
                using var conversation = new Conversation(fleet, $"s{developer}", Conversation.Front($"{Secret} {developer}", 8_000))
                    .After(Enumerable.Range(0, turn).Select(Said));
                Assert.Equal(200, (int)(await conversation.TurnAsync(Said(turn))).Status);
            }
        }

        var (trace, organizations, decisions) = (FileOf("t.jsonl.gz"), FileOf("o.json"), FileOf("d.jsonl"));
        await fleet.RestartAsync(Fleet.Options(fleet.Terminal)); // a stop writes what is recorded
        Assert.Equal(0, await fleet.Terminal.RunAsync(["trace", "--output", trace, "--orgs", organizations, "--decisions", decisions]));
        Assert.Equal($"{trace}: 9 requests of the last 1h\n{decisions}: 9 decisions\n{organizations}: organizations, keys and limits\n", fleet.Terminal.Error);
        var compared = await fleet.Terminal.RunAsync(["simulate", "--trace", trace, "--orgs", organizations, "--policy", "cost-aware", "--compare", decisions]);
        Assert.True(compared == 0, fleet.Terminal.Out);
        Assert.Contains("9 of 9 requests in the same workspace (100.0%)", fleet.Terminal.Out, StringComparison.Ordinal);
        var status = (await fleet.AdminAsync("/status")).GetProperty("today");
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"; hit rate {status.GetProperty("hitRate").GetDouble():0.0%},"), fleet.Terminal.Out, StringComparison.Ordinal);

        // No text in it, and the counts are the provider's.
        Assert.Equal(0, await fleet.Terminal.RunAsync(["trace", "--output", FileOf("t.jsonl")]));
        var lines = await File.ReadAllLinesAsync(FileOf("t.jsonl"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(lines, line => line.Contains("sentence", StringComparison.Ordinal));
        Assert.Equal(
            status.GetProperty("inputTokens").GetInt64() + status.GetProperty("cacheWriteTokens").GetInt64() + status.GetProperty("cacheReadTokens").GetInt64(),
            lines.Sum(line => JsonDocument.Parse(line).RootElement.GetProperty("blocks").EnumerateArray().Sum(block => block[1].GetInt64())));

        string FileOf(string name) => Path.Combine(fleet.Terminal.Home, name);

        static string Said(int turn) => Conversation.Front($"turn {turn}", 2_000);
    }

    [Fact]
    public async Task Status_tells_what_the_traffic_would_have_cost_another_way_and_calls_it_an_estimate()
    {
        await using var fleet = await Fleet.WithAllKeysAsync(ThreeOrganizations);
        for (var turn = 0; turn < 5; turn++)
        {
            using var conversation = new Conversation(fleet, "s", Conversation.Front("front", 8_000)).After(Enumerable.Range(0, turn).Select(Said));
            Assert.Equal(200, (int)(await conversation.TurnAsync(Said(turn))).Status);
            if (turn >= 3)
            {
                await fleet.RestartAsync(Fleet.Options(fleet.Terminal)); // a stop writes the sums, and a start warms the estimates
            }
        }

        var today = (await fleet.AdminAsync("/status")).GetProperty("counterfactual").GetProperty("today");
        Assert.Equal(5, today.GetProperty("real").GetProperty("requests").GetInt64());
        Assert.Equal(Cost("real"), Cost("estimatedAsRouted"));
        Assert.Equal(Cost("real"), Cost("estimatedSingleKey"));
        Assert.True(Cost("estimatedRoundRobin") > Cost("real"));
        Assert.Equal(0, await fleet.Terminal.RunAsync(["status"]));
        Assert.Contains("round-robin (estimated)", fleet.Terminal.Out, StringComparison.Ordinal);

        static string Said(int turn) => $"turn {turn}";

        decimal Cost(string way) => today.GetProperty(way).GetProperty("cost").GetDecimal();
    }
}
