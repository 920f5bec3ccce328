using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Tests.Outlines;

/// <summary>What breaks the cache from where on: the rows of providers.md 2.4.</summary>
public class CacheSettingsTests
{
    private const string Tools = """ "tools":[{"name":"Read"},{"name":"Write"}] """;
    private const string System = "\"system\":\"You are\"";
    private const string Messages = """ "messages":[{"role":"user","content":"hi"}] """;

    // Index of the first block of each part.
    private const int AtTools = 0;
    private const int AtSystem = 2;
    private const int AtMessages = 3;
    private const int Never = 4;

    [Theory]
    [InlineData("\"speed\":\"fast\"", AtSystem)]
    [InlineData("\"tool_choice\":{\"type\":\"none\"}", AtMessages)]
    [InlineData("\"tool_choice\":{\"type\":\"auto\",\"disable_parallel_tool_use\":true}", AtMessages)]
    [InlineData("\"thinking\":{\"type\":\"adaptive\"}", AtMessages)]
    [InlineData("\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2048}", AtMessages)]
    [InlineData("\"output_config\":{\"effort\":\"low\"}", AtMessages)]
    [InlineData("\"output_config\":{\"format\":{\"type\":\"json_schema\"},\"\\u0065ffort\":\"low\"}", AtMessages)]
    [InlineData("\"speed\":\"standard\"", Never)]
    [InlineData("\"speed\":null", Never)]
    [InlineData("\"tool_choice\":null", Never)]
    [InlineData("\"thinking\":null", Never)]
    [InlineData("\"output_config\":null", Never)]
    [InlineData("\"output_config\":{\"format\":{\"effort\":\"low\"}}", Never)]
    [InlineData("\"metadata\":{\"user_id\":\"a\"}", Never)]
    [InlineData("\"max_tokens\":1", Never)]
    [InlineData("\"stream\":true", Never)]
    [InlineData("\"temperature\":0.5", Never)]
    [InlineData("\"cache_control\":{\"type\":\"ephemeral\"}", Never)]
    public void A_setting_splits_the_cache_from_its_place_on(string setting, int from) =>
        Assert.Equal(from, SharedBlocks(Bodies.Read(Tools, System, Messages), Bodies.Read(Tools, System, Messages, setting)));

    [Theory]
    [InlineData("\"tool_choice\":{\"type\":\"auto\"}", "\"tool_choice\":{\"type\":\"any\"}", AtMessages)]
    [InlineData("\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1}", "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2}", AtMessages)]
    [InlineData("\"output_config\":{\"effort\":\"low\"}", "\"output_config\":{\"effort\":\"high\"}", AtMessages)]
    [InlineData("\"thinking\":\"x\"", "\"tool_choice\":\"x\"", AtMessages)]
    public void Two_values_of_a_setting_share_what_comes_before_it(string one, string other, int from) =>
        Assert.Equal(from, SharedBlocks(Bodies.Read(Tools, System, Messages, one), Bodies.Read(Tools, System, Messages, other)));

    [Fact]
    public void Another_model_shares_nothing()
    {
        var other = OutlineReader.Read(Bodies.Utf8($"{{\"model\":\"claude-opus-5\",{Tools},{System},{Messages}}}"), out _)!;
        Assert.Equal(AtTools, SharedBlocks(Bodies.Read(Tools, System, Messages), other));
    }

    [Theory]
    [InlineData(""" "tools":[{"name":"Other"},{"name":"Write"}] """, 0)]
    [InlineData(""" "tools":[{"name":"Read"},{"name":"Other"}] """, 1)]
    [InlineData(""" "tools":[{"name":"Write"},{"name":"Read"}] """, 0)]
    [InlineData(""" "tools":[{"name":"Read","description":"x"},{"name":"Write"}] """, 0)]
    public void A_changed_tool_breaks_all_from_there_on(string tools, int from) =>
        Assert.Equal(from, SharedBlocks(Bodies.Read(Tools, System, Messages), Bodies.Read(tools, System, Messages)));

    [Theory]
    [InlineData("""{"type":"image","source":{}}""")]
    [InlineData("""{"type":"tool_result","content":[{"type":"text","text":"x"},{"type":"image","source":{}}]}""")]
    public void The_first_image_anywhere_breaks_the_messages_and_a_second_does_not(string image)
    {
        var without = Bodies.Read(Tools, System, Bodies.User("""[{"type":"text","text":"hi"}]"""));
        var one = Bodies.Read(Tools, System, Bodies.User($$"""[{"type":"text","text":"hi"},{{image}}]"""));
        var two = Bodies.Read(Tools, System, Bodies.User($$"""[{"type":"text","text":"hi"},{{image}},{{image}}]"""));
        Assert.Equal(AtMessages, SharedBlocks(without, one));
        Assert.Equal(5, SharedBlocks(one, two));
    }

    [Fact]
    public void Without_tools_or_system_the_settings_split_all_the_same()
    {
        Assert.Equal(0, SharedBlocks(Bodies.Read(Messages), Bodies.Read(Messages, "\"speed\":\"fast\"")));
        Assert.Equal(0, SharedBlocks(Bodies.Read(Messages), Bodies.Read(Messages, "\"thinking\":{\"type\":\"adaptive\"}")));
    }

    private static int SharedBlocks(Outline one, Outline other) =>
        one.Blocks.Zip(other.Blocks).TakeWhile(pair => pair.First.Digest == pair.Second.Digest).Count();
}
