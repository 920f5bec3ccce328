using Warmpath.Routing.Catalog;
using Warmpath.Routing.Limits;
using Warmpath.Simulation.Providers;
using Warmpath.Simulation.Traces;
using Warmpath.Simulation.Worlds;

namespace Warmpath.Simulation.Tests.Worlds;

public class WorldReaderTests
{
    [Fact]
    public void Organizations_limits_keys_and_parameters_are_read()
    {
        var world = Read("""
            {"orgs":[{"name":"acme","limits":{"sonnet":{"rpm":1000,"itpm":450000,"otpm":90000},"*":{"rpm":5}},
                      "workspace_limits":{"w2":{"*":{"itpm":50000}}},
                      "keys":[{"name":"acme-1"},{"name":"acme-2","workspace":"w2"}]},
                     {"name":"beta"}],
             "params":{"burst":0.5,"count_reads":1.0,"oversize":"reject","min_tokens":512,"latency":1.5,"prices":{"sonnet":[2,2.5,4,0.2,10],"gpt":{"input":1,"write_5m":1,"write_1h":1,"read":0.1,"output":4}}}}
            """);

        Assert.Equal(new LimitSettings(1000, 450_000, 90_000), world.Organizations[0].Limits["sonnet"]);
        Assert.Equal(new LimitSettings(5, null, null), world.Organizations[0].Limits["*"]);
        Assert.Equal(new LimitSettings(null, 50_000, null), world.Organizations[0].LimitsOf("w2", "sonnet"));
        Assert.Null(world.Organizations[0].LimitsOf("default", "sonnet"));
        Assert.Equal([new KeySpec("acme-1"), new KeySpec("acme-2", "w2")], world.Organizations[0].Keys);
        Assert.Equal([new KeySpec("beta")], world.Organizations[1].Keys);
        Assert.Equal((0.5, 1.0, OversizePolicy.Reject, 512), (world.Provider.Burst, world.Provider.CountReads, world.Provider.Oversize, world.Provider.MinimumCacheTokens));
        Assert.Equal(TimeSpan.FromSeconds(1.5), world.Provider.Latency);
        Assert.Equal(new ModelPrices(2, 2.5m, 4, 0.2m, 10), world.PricesOf("sonnet"));
        Assert.Equal(5m, world.PricesOf("opus").Input);
        Assert.Equal(0.1m, world.PricesOf("gpt").CacheRead);
    }

    [Fact]
    public void What_a_price_does_not_say_stays_as_it_was()
    {
        var world = Read("""{"orgs":[{"name":"a"}],"params":{"prices":{"opus":{"read":0.15},"gpt":{"output":4},"haiku":{"read":null}}}}""");

        Assert.Equal(World.DefaultPrices["opus"] with { CacheRead = 0.15m }, world.PricesOf("opus"));
        Assert.Equal(World.DefaultPrices["*"] with { Output = 4 }, world.PricesOf("gpt"));
        Assert.Equal(World.DefaultPrices["haiku"], world.PricesOf("haiku"));
        Assert.Equal(World.DefaultPrices["sonnet"], world.PricesOf("sonnet"));
    }

    [Fact]
    public void The_smallest_prefix_that_is_cached_may_differ_by_class()
    {
        var some = Read("""{"orgs":[{"name":"a"}],"params":{"min_tokens":{"opus":4096}}}""").Provider;
        var all = Read("""{"orgs":[{"name":"a"}],"params":{"min_tokens":{"opus":4096,"*":512}}}""").Provider;

        Assert.Equal((4096, 1024), (some.MinimumOf("opus"), some.MinimumOf("sonnet")));
        Assert.Equal((4096, 512), (all.MinimumOf("opus"), all.MinimumOf("sonnet")));
    }

    [Fact]
    public void Entries_may_live_longer_or_shorter_than_their_names_say()
    {
        var provider = Read("""{"orgs":[{"name":"a"}],"params":{"ttl_5m":4000,"ttl_1h":7200.5}}""").Provider;

        Assert.Equal((TimeSpan.FromSeconds(4000), TimeSpan.FromSeconds(7200.5)), (provider.FiveMinutesLifetime, provider.OneHourLifetime));
    }

    [Fact]
    public void A_latency_per_token_is_not_rounded_before_it_is_multiplied()
    {
        var provider = Read("""{"orgs":[{"name":"a"}],"params":{"latency":0,"latency_per_token":0.00000003}}""").Provider;

        Assert.Equal(TimeSpan.FromSeconds(0.03), provider.LatencyOf(1_000_000));
    }

    [Fact]
    public void Outages_of_organizations_and_of_keys_are_read()
    {
        var world = Read("""
            {"orgs":[{"name":"acme","keys":[{"name":"acme-1"},{"name":"acme-2"}]},{"name":"beta"}],
             "outages":[{"org":"beta","from":1.5,"to":3},{"key":"acme-2","from":0,"to":9,"status":429,"retry_after":6,"latency":0.25}]}
            """);

        Assert.Equal(
            [
                new("beta", TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(3)),
                new Outage("acme", TimeSpan.Zero, TimeSpan.FromSeconds(9)) { Key = "acme-2", Status = 429, RetryAfter = TimeSpan.FromSeconds(6), Latency = TimeSpan.FromSeconds(0.25) },
            ],
            world.Outages);
    }

    [Theory]
    [InlineData("""{"orgs":[{"name":"a"}],"outages":[{"from":1,"to":2}]}""", "either org or key")]
    [InlineData("""{"orgs":[{"name":"a"}],"outages":[{"org":"b","from":1,"to":2}]}""", "there is no organization 'b'")]
    [InlineData("""{"orgs":[{"name":"a"}],"outages":[{"org":"a","from":2,"to":1}]}""", "outages: number 0: to: a number from 2")]
    [InlineData("""{"orgs":[{"name":"a"}],"outages":[{"org":"a","from":1,"to":2,"status":200}]}""", "status is 401")]
    [InlineData("{", "no valid JSON in line 1")]
    [InlineData("{}", "orgs is missing")]
    [InlineData("""{"orgs":[]}""", "at least one organization")]
    [InlineData("""{"orgs":[{"name":"a"},{"name":"a"}]}""", "two organizations are called 'a'")]
    [InlineData("""{"orgs":[{"name":"a","keys":[{"name":"b"}]},{"name":"b"}]}""", "two keys are called 'b'")]
    [InlineData("""{"orgs":[{"name":"a","limits":{"*":{"rpm":-1}}}]}""", "a: limits of *: rpm: a whole number from 1")]
    [InlineData("""{"orgs":[{"name":"a","limits":{"*":{"rpm":1.5}}}]}""", "a: limits of *: rpm: a whole number from 1 to 1000000000000 is expected")]
    [InlineData("""{"orgs":[{"name":"a","limits":{"*":{"itmp":5}}}]}""", "a: limits of *: there is no 'itmp', only rpm, itpm and otpm")]
    [InlineData("""{"orgs":[{"name":"a","limit":{}}]}""", "a: there is no 'limit', only name, limits, workspace_limits and keys")]
    [InlineData("""{"orgs":[{"name":"a"}],"parms":{}}""", "there is no 'parms', only orgs, params and outages")]
    [InlineData("""{"orgs":[{"name":"a","keys":[{"name":"k","workspaces":"w"}]}]}""", "a: k: there is no 'workspaces', only name, workspace and id")]
    [InlineData("""{"orgs":[{"name":"a"}],"outages":[{"org":"a","from":1,"to":2,"till":3}]}""", "outages: number 0: there is no 'till'")]
    [InlineData("""{"orgs":[{"name":"a"},{"limits":{}}]}""", "organization 1: name is missing")]
    [InlineData("""{"orgs":["a"]}""", "organization 0: an object with a name is expected")]
    [InlineData("""{"orgs":[{"name":"a","keys":["k1"]}]}""", "a: key 0: an object with a name is expected")]
    [InlineData("""{"orgs":[{"name":"a","keys":[1]}]}""", "a: key 0: an object with a name is expected")]
    [InlineData("""{"orgs":[{"name":"a","limits":{"*":{},"*":{}}}]}""", "a: limits: '*' stands there twice")]
    [InlineData("""{"orgs":[{"name":"a","limits":{"*":{"rpm":1,"rpm":2}}}]}""", "a: limits of *: 'rpm' stands there twice")]
    [InlineData("""{"orgs":[{"name":"a","workspace_limits":{"w":{},"w":{}}}]}""", "a: workspace_limits: 'w' stands there twice")]
    [InlineData("""{"orgs":[{"name":"a","workspace_limits":{"w":{"*":{"rpm":0}}}}]}""", "a: workspace w: limits of *: rpm: a whole number from 1")]
    [InlineData("""{"orgs":[{"name":"a\ud800"}]}""", "name: half of a surrogate pair is no text; write both halves")]
    [InlineData("""{"orgs":[{"name":"a","limits":{"\udc00":{}}}]}""", "the name of a field in limits: half of a surrogate pair is no text")]
    [InlineData("""{"orgs":[{"name":"a"}],"params":{"burst":0}}""", "params: burst: a number of more than 0 and at most 1000000 is expected")]
    [InlineData("""{"orgs":[{"name":"a","limits":{"*":{"rpm":5}}}],"params":{"burst":0.1}}""", "a: limits of *: rpm: 5 times a burst of 0.1 never admits a request; raise one of the two")]
    [InlineData("""{"orgs":[{"name":"a","workspace_limits":{"w":{"opus":{"rpm":5}}}}],"params":{"burst":0.1}}""", "a: workspace w: limits of opus: rpm: 5 times a burst of 0.1")]
    [InlineData("""{"orgs":[{"name":"a","limits":{"*":{"otpm":1}}}],"params":{"burst":0.0000001}}""", "a: limits of *: otpm: 1 times a burst of 1E-07")]
    [InlineData("""{"orgs":[{"name":"a"}],"params":{"min_tokens":"x"}}""", "params: min_tokens: a whole number, or an object by model class is expected")]
    [InlineData("""{"orgs":[{"name":"a"}],"params":{"min_tokens":{"opus":-1}}}""", "params: min_tokens of opus: a whole number from 0")]
    [InlineData("""{"orgs":[{"name":"a"}],"params":{"ttl_5m":0}}""", "params: ttl_5m: a number from 1")]
    [InlineData("""{"orgs":[{"name":"a"}],"params":{"ttl_1h":299}}""", "params: ttl_1h is shorter than ttl_5m")]
    [InlineData("""{"orgs":[{"name":"a"}],"params":{"prices":{"x":{"raed":1}}}}""", "params: prices of x: there is no 'raed', only input, write_5m, write_1h, read and output")]
    [InlineData("""{"orgs":[{"name":"a"}],"params":{"prices":{"x":{"read":-1}}}}""", "params: prices of x: read: a number from 0 to 1000000")]
    [InlineData("""{"orgs":[{"name":"a"}],"params":{"prices":{"x":1}}}""", "params: prices of x: an object with input, write_5m")]
    [InlineData("""{"orgs":[{"name":"a"}],"params":{"bursts":1}}""", "there is no 'bursts'")]
    [InlineData("""{"orgs":[{"name":"a"}],"params":{"prices":{"x":[1]}}}""", "prices of x")]
    public void What_is_wrong_is_said(string json, string what)
    {
        var error = Assert.Throws<TraceFormatException>(() => Read(json));

        Assert.StartsWith("orgs.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bucket_that_just_holds_one_request_is_allowed() =>
        Assert.Equal(0.2, Read("""{"orgs":[{"name":"a","limits":{"*":{"rpm":5,"itpm":1,"otpm":1}}}],"params":{"burst":0.2}}""").Provider.Burst);

    private static World Read(string json) => WorldReader.Read(new StringReader(json), "orgs.json");
}
