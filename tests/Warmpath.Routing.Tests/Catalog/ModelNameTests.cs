using Warmpath.Routing.Catalog;

namespace Warmpath.Routing.Tests.Catalog;

public class ModelNameTests
{
    [Theory]
    [InlineData("claude-sonnet-4-5-20250929", "claude-sonnet-4-5")]
    [InlineData("claude-haiku-4-5@20251001", "claude-haiku-4-5")]
    [InlineData("claude-3-5-haiku-latest", "claude-3-5-haiku")]
    [InlineData("claude-opus-5-5", "claude-opus-5-5")]
    [InlineData("claude-opus-5-2025092x", "claude-opus-5-2025092x")]
    [InlineData("20250929", "20250929")]
    [InlineData("-20250929", "-20250929")]
    [InlineData("", "")]
    public void Only_a_date_at_the_end_is_taken_off(string name, string expected) => Assert.Equal(expected, ModelName.WithoutDate(name));

    [Theory]
    [InlineData("claude-opus-9", true)]
    [InlineData("us.anthropic.claude-3-opus-v1:0", true)]
    [InlineData("OPUS", true)]
    [InlineData("opus5", true)]
    [InlineData("octopus-1", false)]
    [InlineData("opusculum", false)]
    [InlineData("octopus-opus", true)]
    [InlineData("claude", false)]
    public void A_word_has_no_letters_beside_it(string name, bool expected) => Assert.Equal(expected, ModelName.HasWord(name, "opus"));
}
