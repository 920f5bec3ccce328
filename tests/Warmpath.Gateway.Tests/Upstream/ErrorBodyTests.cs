using System.Text;
using CsCheck;
using Warmpath.Gateway.Upstream;

namespace Warmpath.Gateway.Tests.Upstream;

public class ErrorBodyTests
{
    [Theory]
    [InlineData("""{"error":{"type":"rate_limit_error","message":"\ud800"}}""", "rate_limit_error")]
    [InlineData("""{"error":{"type":"\udc00","message":"No."}}""", null)]
    [InlineData("""{"\ud800":1,"error":{"type":"api_error"}}""", "api_error")]
    public void Half_a_surrogate_pair_hides_only_what_it_stands_in(string json, string? type) =>
        Assert.Equal(type, ErrorBody.Read(Encoding.UTF8.GetBytes(json)).Type);

    [Fact]
    public void Bytes_that_are_no_text_are_no_type() => Assert.Null(ErrorBody.Read([.. "{\"error\":{\"type\":\""u8, 0xFE, .. "\"}}"u8]).Type);

    [Fact]
    public void No_bytes_make_it_throw() => Gen.Byte.Array[0, 80].Sample(bytes => ErrorBody.Read(bytes));
}
