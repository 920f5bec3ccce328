using System.Text;
using Warmpath.Routing.Catalog;

namespace Warmpath.Routing.Tests.Catalog;

public class CatalogFileTests
{
    private const string Good = """
        {"id":"m","class":"c","minimumCacheTokens":1,"thinking":"none","source":"test",
         "prices":[{"from":"2026-01-01","input":1,"cacheWrite5m":1,"cacheWrite1h":1,"cacheRead":1,"output":1}]}
        """;

    [Fact]
    public void The_entry_that_the_cases_below_spoil_is_good() =>
        Assert.Equal("c", Parse(Good).Facts("m", DateTimeOffset.UnixEpoch).Class);

    [Theory]
    [InlineData("\"class\":\"c\",", "", "models[0]: expected a member `class`.")]
    [InlineData("\"class\":\"c\"", "\"class\":5", "models[0].class: expected a text; found 5.")]
    [InlineData("\"minimumCacheTokens\":1", "\"minimumCacheTokens\":1.5", "models[0].minimumCacheTokens: expected a whole number, 0 or more; found 1.5.")]
    [InlineData("\"none\"", "\"nine\"", "models[0].thinking: expected `none`, `prefix` or `account`.")]
    [InlineData("\"input\":1", "\"input\":\"1\"", "models[0].prices[0].input: expected dollars per million tokens, 0 or more; found \"1\".")]
    [InlineData("\"input\":1", "\"input\":-1", "models[0].prices[0].input: expected dollars per million tokens, 0 or more; found -1.")]
    [InlineData("\"2026-01-01\"", "\"1.1.2026\"", "models[0].prices[0].from: expected a date such as 2026-10-07; found \"1.1.2026\".")]
    [InlineData("\"output\":1", "\"outptu\":1", "models[0].prices[0]: expected no member but from, input, cacheWrite5m, cacheWrite1h, cacheRead, output, longPrompt; found `outptu`.")]
    [InlineData("\"prices\":[{", "\"prices\":[],\"x\":[{", "models[0]: expected no member but id, aliases, family, class, minimumCacheTokens, thinking, readsAreCharged, prices, source, note; found `x`.")]
    [InlineData("\"thinking\"", "\"readsAreCharged\":\"yes\",\"thinking\"", "models[0].readsAreCharged: expected true or false; found \"yes\".")]
    [InlineData("\"thinking\"", "\"readsAreCharged\":null,\"thinking\"", "models[0].readsAreCharged: expected true or false; found null.")]
    [InlineData("\"id\":\"m\"", "\"id\":\"m\",\"aliases\":{}", "models[0].aliases: expected a list; found an object.")]
    public void A_fault_names_the_path_and_what_is_expected(string good, string bad, string message)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        Assert.Equal(message, Fault($"{{\"models\":[{Good.Replace(good, bad, StringComparison.Ordinal)}]}}"));
    }

    [Theory]
    [InlineData("[]", "The catalogue: expected an object; found a list.")]
    [InlineData("{\"models\":[],\"modles\":[]}", "The catalogue: expected no member but models, tiers; found `modles`.")]
    [InlineData("{\"tiers\":{\"Start\":{\"c\":{\"requestsPerMinute\":\"many\"}}}}", "tiers.Start.c.requestsPerMinute: expected a whole number, 0 or more; found \"many\".")]
    [InlineData("{\"tiers\":{\"Start\":{\"c\":{\"rpm\":1}}}}", "tiers.Start.c: expected no member but requestsPerMinute, inputTokensPerMinute, outputTokensPerMinute; found `rpm`.")]
    public void Faults_outside_of_the_models_are_named_too(string json, string message) => Assert.Equal(message, Fault(json));

    [Theory]
    [InlineData("", false)]
    [InlineData("\"readsAreCharged\":false,", false)]
    [InlineData("\"readsAreCharged\":true,", true)]
    public void Reads_are_charged_where_the_entry_says_so(string member, bool charged)
    {
        var facts = Parse(Good.Replace("\"thinking\"", $"{member}\"thinking\"", StringComparison.Ordinal)).Facts("m", DateTimeOffset.UnixEpoch);
        Assert.Equal(charged, facts.ReadsAreCharged);
    }

    [Fact]
    public void No_name_stands_twice()
    {
        var alias = Good.Replace("\"id\":\"m\"", "\"id\":\"n\",\"aliases\":[\"m\"]", StringComparison.Ordinal);
        Assert.Equal("models[1]: expected a name of its own; `m` stands above already.", Fault($"{{\"models\":[{Good},{alias}]}}"));
    }

    [Fact]
    public void Prices_stand_in_the_order_of_their_days()
    {
        const string Price = """{"from":"2026-01-01","input":1,"cacheWrite5m":1,"cacheWrite1h":1,"cacheRead":1,"output":1}""";
        var twice = Good.Replace(Price, $"{Price},{Price}", StringComparison.Ordinal);
        Assert.Equal("models[0].prices[1]: expected a `from` later than that of the prices before it.", Fault($"{{\"models\":[{twice}]}}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"models\":[],\"models\":[]}")]
    public void What_is_no_json_is_a_format_error(string json) =>
        Assert.StartsWith("The catalogue is not valid JSON:", Fault(json), StringComparison.Ordinal);

    [Fact]
    public void A_catalogue_of_its_own_knows_any_other_model() =>
        Assert.Contains("`*`", Assert.Throws<FormatException>(() => ModelCatalog.Parse("{}"u8, null)).Message, StringComparison.Ordinal);

    private static ModelCatalog Parse(string entry) =>
        ModelCatalog.Parse(Encoding.UTF8.GetBytes($"{{\"models\":[{entry}]}}"), ModelCatalog.BuiltIn);

    private static string Fault(string json) =>
        Assert.Throws<FormatException>(() => ModelCatalog.Parse(Encoding.UTF8.GetBytes(json), ModelCatalog.BuiltIn)).Message;
}
