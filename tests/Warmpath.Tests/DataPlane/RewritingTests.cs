using System.Text;
using Warmpath.Mock;
using Warmpath.Tests.Cli;

namespace Warmpath.Tests.DataPlane;

/// <summary>The only bytes that the gateway ever adds to a body, and only where somebody asked for it.</summary>
public class RewritingTests
{
    private const string Marker = "\"cache_control\":{\"type\":\"ephemeral\"}";
    private const string HourMarker = "\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}";

    private static readonly MockOptions KeepingBodies = new() { LatencyFactor = 0, KeepBodies = true };

    [Fact]
    public async Task Unless_asked_to_it_adds_nothing()
    {
        await using var fleet = await Fleet.WithAllKeysAsync(KeepingBodies);
        using var conversation = new Conversation(fleet, "s", Conversation.Front("front", 20_000));
        await conversation.TurnAsync("one");
        Assert.Equal(conversation.LastBody, Arrived(fleet));
    }

    [Fact]
    public async Task With_lifetimes_left_to_it_a_cold_front_lives_an_hour_and_nothing_else_changes()
    {
        await using var fleet = await Fleet.WithAllKeysAsync(KeepingBodies);
        await fleet.ChangeSettingsAsync("""{"lifetime":"auto"}""");
        using var conversation = new Conversation(fleet, "s", Conversation.Front("front", 20_000));
        var answer = await conversation.TurnAsync("one");

        Assert.True(answer.IsWhole, answer.Body);
        var arrived = Arrived(fleet);
        Assert.Equal(conversation.LastBody, arrived.Replace(HourMarker, Marker, StringComparison.Ordinal));
        var front = arrived.IndexOf("\"system\"", StringComparison.Ordinal);
        Assert.Equal(1, arrived.Split(HourMarker).Length - 1);
        Assert.InRange(arrived.IndexOf(HourMarker, StringComparison.Ordinal), front, arrived.IndexOf("\"messages\"", StringComparison.Ordinal));
        Assert.True(fleet.Mock.Requests.List()[^1].Usage!.Value.CacheWrite1h > 0);
    }

    [Fact]
    public async Task A_virtual_keys_own_choice_wins_over_the_setting()
    {
        await using var fleet = await Fleet.WithAllKeysAsync(KeepingBodies);
        await fleet.ChangeSettingsAsync("""{"lifetime":"auto"}""");
        await fleet.ChangeClientAsync("""{"features":{"lifetime":"client"}}""");
        using var conversation = new Conversation(fleet, "s", Conversation.Front("front", 20_000));
        await conversation.TurnAsync("one");
        Assert.Equal(conversation.LastBody, Arrived(fleet));
    }

    [Fact]
    public async Task With_auto_cache_a_body_without_markers_gets_the_automatic_one_and_one_with_markers_does_not()
    {
        await using var fleet = await Fleet.WithAllKeysAsync(KeepingBodies);
        await fleet.ChangeClientAsync("""{"features":{"autoCache":true}}""");
        using var bare = new Conversation(fleet, "bare", Conversation.Front("front", 20_000)) { Marks = false };
        Assert.Contains("placed", (await bare.TurnAsync("one")).Decision);
        Assert.Equal("{\"cache_control\":{\"type\":\"ephemeral\"}," + bare.LastBody[1..], Arrived(fleet));

        using var marked = new Conversation(fleet, "marked", Conversation.Front("front", 20_000));
        await marked.TurnAsync("one");
        Assert.Equal(marked.LastBody, Arrived(fleet));
    }

    private static string Arrived(Fleet fleet) =>
        Encoding.UTF8.GetString(fleet.Mock.Requests.List().Last(request => request.Path == "/v1/messages").Body.Span);
}
