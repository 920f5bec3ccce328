using CsCheck;
using Warmpath.Gateway.Keys;

namespace Warmpath.Gateway.Tests.Keys;

public class SecretHintTests
{
    [Theory]
    [InlineData("sk-ant-api03-0123456789wxyz", "sk-ant-…wxyz")]
    [InlineData("sk-proj-0123456789abcdefwxyz", "sk-proj-…wxyz")]
    [InlineData("0123456789abcdefghijwxyz", "…wxyz")]
    [InlineData("sk-ant-short", "…")]
    public void A_hint_shows_a_known_prefix_and_the_last_four_characters(string secret, string hint) =>
        Assert.Equal(hint, SecretHint.Of(secret));

    [Fact]
    public void A_hint_never_shows_more_than_four_characters_of_what_is_secret() =>
        Gen.String[Gen.Char['a', 'z'], 0, 60].Sample(secret => Assert.True(SecretHint.Of(secret).Length <= 5));
}
