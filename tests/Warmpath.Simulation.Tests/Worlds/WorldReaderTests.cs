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
    [InlineData("""{"orgs":[{"name":"a"}],"outages":[{"org":"a","from":2,"to":1}]}""", "to: a number from 2")]
    [InlineData("""{"orgs":[{"name":"a"}],"outages":[{"org":"a","from":1,"to":2,"status":200}]}""", "status is 401")]
    [InlineData("{", "no valid JSON in line 1")]
    [InlineData("{}", "orgs is missing")]
    [InlineData("""{"orgs":[]}""", "at least one organization")]
    [InlineData("""{"orgs":[{"name":"a"},{"name":"a"}]}""", "two organizations are called 'a'")]
    [InlineData("""{"orgs":[{"name":"a","keys":[{"name":"b"}]},{"name":"b"}]}""", "two keys are called 'b'")]
    [InlineData("""{"orgs":[{"name":"a","limits":{"*":{"rpm":-1}}}]}""", "rpm: a number from 1")]
    [InlineData("""{"orgs":[{"name":"a"}],"params":{"bursts":1}}""", "there is no 'bursts'")]
    [InlineData("""{"orgs":[{"name":"a"}],"params":{"prices":{"x":[1]}}}""", "prices of x")]
    public void What_is_wrong_is_said(string json, string what)
    {
        var error = Assert.Throws<TraceFormatException>(() => Read(json));

        Assert.StartsWith("orgs.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    private static World Read(string json) => WorldReader.Read(new StringReader(json), "orgs.json");
}
