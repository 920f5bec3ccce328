using CsCheck;
using Warmpath.Cli;
using Warmpath.Gateway.Admin;

namespace Warmpath.Tests.Cli;

public class PlainTests
{
    [Fact]
    public void No_control_character_of_others_reaches_the_terminal() =>
        Gen.String.Sample(text => Assert.DoesNotContain(Escaped.Text(text), char.IsControl));

    [Fact]
    public void Markup_of_others_is_text() => Assert.Equal("[[red]]x", Escaped.Text("[red]x"));

    [Theory]
    [InlineData(0, "in 0 s")]
    [InlineData(12, "in 12 s")]
    [InlineData(-90, "2 min ago")]
    [InlineData(3 * 3600, "in 3 h 0 min")]
    [InlineData((24 * 3600) - 1, "in 24 h 0 min")]
    [InlineData((2 * 3600) + 89, "in 2 h 1 min")]
    [InlineData(72 * 3600, "in 3 d")]
    public void A_moment_is_told_as_a_distance(int seconds, string text)
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(text, Plain.When(now.AddSeconds(seconds), now));
    }
}
