using Warmpath.Routing.Catalog;

namespace Warmpath.Routing.Tests.Catalog;

public class ModelNameTests
{
    [Theory]
    [InlineData("claude-sonnet-4-5-20250929", "claude-sonnet-4-5")]
    [InlineData("claude-haiku-4-5@20251001", "claude-haiku-4-5")]
    [InlineData("claude-3-5-haiku-latest", "claude-3-5-haiku")]
    [InlineData("gpt-5-2025-08-07", "gpt-5")]
    [InlineData("gpt-4o-mini-2024-07-18", "gpt-4o-mini")]
    [InlineData("gpt-6.1-sol-2026-09-29", "gpt-6.1-sol")]
    [InlineData("gpt-5@2025-08-07", "gpt-5@2025-08-07")]
    [InlineData("gpt-5-2025-13-07", "gpt-5-2025-13-07")]
    [InlineData("gpt-5-2025-8-7", "gpt-5-2025-8-7")]
    [InlineData("gpt-4-0613", "gpt-4-0613")]
    [InlineData("gpt-52025-08-07", "gpt-52025-08-07")]
    [InlineData("claude-opus-5-5", "claude-opus-5-5")]
    [InlineData("claude-opus-5-2025092x", "claude-opus-5-2025092x")]
    [InlineData("20250929", "20250929")]
    [InlineData("-20250929", "-20250929")]
    [InlineData("2025-08-07", "2025-08-07")]
    [InlineData("-2025-08-07", "-2025-08-07")]
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
