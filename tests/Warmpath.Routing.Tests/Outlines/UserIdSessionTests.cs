namespace Warmpath.Routing.Tests.Outlines;

public class UserIdSessionTests
{
    private const string Session = "6f1c2a34-0b5d-4c7e-8f90-123456789abc";
    private const string Account = "01234567-89ab-cdef-0123-456789abcdef";
    private const string Device = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData($"user_{Device}_account_{Account}_session_{Session}")]
    [InlineData($"user_{Device}_account__session_{Session}")]
    [InlineData($$"""{\"device_id\":\"{{Device}}\",\"account_uuid\":\"{{Account}}\",\"session_id\":\"{{Session}}\"}""")]
    [InlineData($$"""{ \"session_id\" : \"{{Session}}\" }""")]
    [InlineData($$"""{\"session\u005fid\":\"{{Session}}\"}""")]
    [InlineData($$"""{\"session_id\":\"older\",\"session_id\":\"{{Session}}\"}""")]
    public void Both_formats_of_claude_code_name_the_session(string userId) =>
        Assert.Equal(Session, Bodies.Read($"\"metadata\":{{\"user_id\":\"{userId}\"}}").BodySession);

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"alice\"")]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData($"{{\"session_id\":\"{Session}\"}}")]
    [InlineData($"\"user_{Device}_account_{Account}_session_\"")]
    [InlineData($"\"user_{Device}_account_{Account}_session_{Session}x\"")]
    [InlineData($"\"user_{Device}_account_someone_session_{Session}\"")]
    [InlineData($"\"user__account__session_{Session}\"")]
    [InlineData("\"{\\\"session_id\\\":\\\"\\\"}\"")]
    [InlineData("\"{\\\"session_id\\\":5}\"")]
    [InlineData("\"{\\\"session_id\\\":\\\"a\\\"\"")]
    [InlineData("\"{\\\"session_id\\\":\\\"a\\\"} more\"")]
    [InlineData("\"[\\\"session_id\\\"]\"")]
    public void Any_other_user_id_names_none(string userId) =>
        Assert.Null(Bodies.Read($"\"metadata\":{{\"user_id\":{userId}}}").BodySession);

    [Fact]
    public void An_overlong_user_id_names_none() =>
        Assert.Null(Bodies.Read($$$""" "metadata":{"user_id":"{\"session_id\":\"{{{new string('a', 5_000)}}}\"}"} """).BodySession);
}
