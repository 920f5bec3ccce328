using System.Globalization;
using Warmpath.Mock;
using Warmpath.Mock.Accounts;
using Warmpath.Routing.Limits;
using Warmpath.Tests.Cli;

namespace Warmpath.Tests.DataPlane;

public class LoadTests
{
    /// <summary>
    /// 24 lineages at once at about 80 % of what three organizations admit together: the first seconds' prompts fill most of the buckets,
    /// then every lineage's turns add to it. <c>WARMPATH_LOAD_SECONDS</c> makes it longer.
    /// </summary>
    [Fact]
    public async Task At_four_fifths_of_all_limits_no_client_sees_a_429_and_hardly_any_is_met_upstream()
    {
        var seconds = double.Parse(Environment.GetEnvironmentVariable("WARMPATH_LOAD_SECONDS") ?? "8", CultureInfo.InvariantCulture);
        const int Each = 120_000; // input tokens a minute and organization
        MockOrganization Organization(string name) => new(name)
        {
            Limits = new Dictionary<string, LimitSettings> { ["*"] = new(100_000, Each, 10_000_000) },
        };
        await using var fleet = await Fleet.WithAllKeysAsync(new MockOptions
        {
            LatencyFactor = 0.1, Organizations = [Organization("acme"), Organization("globex"), Organization("initech")],
        });

        // Capacity of one minute each, and the refill meanwhile: four fifths of it, spread over the lineages' turns.
        var budget = 0.8 * 3 * Each * (1 + (seconds / 60));
        const int Lineages = 24;
        const int Front = 4_000;
        const int Turns = 16;
        var perTurn = (int)((budget / Lineages) - Front) / Turns;
        var statuses = new System.Collections.Concurrent.ConcurrentBag<int>();
        await Task.WhenAll(Enumerable.Range(0, Lineages).Select(async i =>
        {
            using var conversation = new Conversation(fleet, $"s{i}", Conversation.Front($"front{i}", (int)(Front * 3.6)));
            using var pace = new PeriodicTimer(TimeSpan.FromSeconds(seconds / Turns));
            for (var turn = 0; turn < Turns; turn++)
            {
                var answer = await conversation.TurnAsync(Conversation.Front($"t{turn}", (int)(perTurn * 3.4)));
                statuses.Add((int)answer.Status);
                await pace.WaitForNextTickAsync();
            }
        }));

        Assert.All(statuses, status => Assert.Equal(200, status));
        var upstream = fleet.Mock.Requests.List().Where(request => request.Path == "/v1/messages").ToList();
        Assert.True(upstream.Count(request => request.Status == 429) <= upstream.Count * 0.02, $"{upstream.Count(request => request.Status == 429)} of {upstream.Count}");
    }
}
