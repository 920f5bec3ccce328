using CsCheck;
using Warmpath.Gateway.DataPlane;

namespace Warmpath.Gateway.Tests.DataPlane;

public class WarmpathHeadersTests
{
    [Theory]
    [InlineData("acme 1 (prod)", "acme 1 (prod)")]
    [InlineData("100%", "100%25")]
    [InlineData("Zürich", "Z%C3%BCrich")]
    [InlineData("键", "%E9%94%AE")]
    [InlineData("a\r\nx: y", "a%0D%0Ax: y")]
    public void Names_are_encoded_outside_printable_ascii(string name, string header) =>
        Assert.Equal(header, WarmpathHeaders.Encode(name));

    [Fact]
    public void An_encoded_name_is_always_printable_and_always_decodes_to_the_name() =>
        Gen.String.Where(text => !text.Any(char.IsSurrogate)).Sample(name =>
        {
            var header = WarmpathHeaders.Encode(name);
            Assert.All(header, character => Assert.InRange(character, ' ', '~'));
            Assert.Equal(name, Uri.UnescapeDataString(header));
        });
}
