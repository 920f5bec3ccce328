using Warmpath.Cli.Keys;
using Warmpath.Gateway.Admin.Keys;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;

namespace Warmpath.Tests.Cli;

public class KeyListingTests
{
    [Fact]
    public void A_class_of_which_no_limit_is_known_is_left_out()
    {
        using var terminal = new TestTerminal();
        var headroom = new Dictionary<string, HeadroomJson>
        {
            ["opus-5-5"] = new(null, null, null), ["haiku-5-5"] = new(new BucketView(50, 49), null, null),
        };
        var pool = new PoolId("acme", null, true);
        KeyListing.Write(terminal.Terminal(), [new KeyJson(
            "key_1", "one", "anthropic", "sk-ant-…wxyz", "http://localhost", pool, pool, KeyStatus.Healthy, null, null, [], headroom, null, null,
            Enabled: true, Draining: false, InFlight: 0, DateTimeOffset.UnixEpoch)]);

        Assert.Contains("haiku-5-5: 49 of 50 requests", terminal.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("opus-5-5", terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_whose_organization_is_not_known_yet_stand_for_themselves()
    {
        using var terminal = new TestTerminal();
        var headroom = new Dictionary<string, HeadroomJson> { ["haiku-5-5"] = new(new BucketView(50, 49), null, null) };
        var (unknown, named) = (new PoolId(null, null, false), new PoolId("acme", "acme", false));
        KeyListing.Write(
            terminal.Terminal(),
            [.. new[] { ("one", unknown, "http://a"), ("two", unknown, "http://a"), ("three", named, "http://a"), ("four", named, "http://b"), ("five", named, "http://a") }
                .Select(key => new KeyJson(
                    $"key_{key.Item1}", key.Item1, "anthropic", "sk-ant-…wxyz", key.Item3, key.Item2, unknown, KeyStatus.Healthy, null, null, [], headroom, null, null,
                    Enabled: true, Draining: false, InFlight: 0, DateTimeOffset.UnixEpoch))]);

        Assert.Equal(4, terminal.Out.Split("49 of 50 requests").Length - 1); // three and five share it
    }
}
