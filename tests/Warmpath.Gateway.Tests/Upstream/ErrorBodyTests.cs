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

    [Theory]
    [InlineData("""{"type":"error","error":{"type":"rate_limit_error","message":"No.","details":{"error_code":"enforced_spend_limit_reached"}}}""", "rate_limit_error", "enforced_spend_limit_reached")]
    [InlineData("""{"error":{"message":"No.","type":"insufficient_quota","param":null,"code":"credit_balance_exhausted"}}""", "insufficient_quota", "credit_balance_exhausted")]
    [InlineData("""{"type":"response.failed","response":{"error":{"code":"server_error","message":"No."}}}""", "server_error", "server_error")]
    [InlineData("""{"type":"error","code":"server_error","message":"No.","param":null}""", "server_error", "server_error")]
    [InlineData("""{"type":"response.created","response":{"error":null},"message":"No."}""", null, null)]
    [InlineData("""{"error":"No."}""", null, null)]
    public void An_error_is_read_where_its_provider_writes_it(string json, string? type, string? code)
    {
        var error = ErrorBody.Read(Encoding.UTF8.GetBytes(json));
        Assert.Equal((type, code, type is null ? null : "No."), (error.Type, error.Code, error.Message));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_no_type() => Assert.Null(ErrorBody.Read([.. "{\"error\":{\"type\":\""u8, 0xFE, .. "\"}}"u8]).Type);

    [Fact]
    public void No_bytes_make_it_throw() => Gen.Byte.Array[0, 80].Sample(bytes => ErrorBody.Read(bytes));
}
