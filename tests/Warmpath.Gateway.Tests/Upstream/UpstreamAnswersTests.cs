using System.Net;
using System.Text;
using CsCheck;
using Warmpath.Gateway.Upstream;
using Warmpath.Routing.Health;
using Warmpath.Routing.Limits;

namespace Warmpath.Gateway.Tests.Upstream;

public class UpstreamAnswersTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Pools_and_limits_are_read_from_headers()
    {
        using var response = Response(
            200, ("anthropic-organization-id", "org"), ("anthropic-workspace-id", "wrkspc_1"), ("anthropic-ratelimit-requests-limit", "50"),
            ("anthropic-ratelimit-input-tokens-remaining", "29000"), ("anthropic-ratelimit-output-tokens-limit", "many"));
        var facts = UpstreamAnswers.Facts(response);
        Assert.Equal(("org", "wrkspc_1"), (facts.OrganizationId, facts.WorkspaceId));
        Assert.Equal(new LimitHeaders { RequestsLimit = 50, InputTokensRemaining = 29_000 }, facts.Limits);

        using var silent = Response(200);
        Assert.Null(UpstreamAnswers.Facts(silent).Limits);
    }

    [Fact]
    public void An_error_body_is_read_with_its_details()
    {
        using var response = Response(429, ("retry-after", "3"));
        var failure = UpstreamAnswers.Failure(
            response,
            """{"type":"error","error":{"type":"rate_limit_error","message":"No.","details":{"error_code":"enforced_spend_limit_reached"}}}"""u8,
            Now);
        Assert.Equal(AttemptFailure.Status, failure.Kind);
        Assert.Equal((429, "rate_limit_error", "enforced_spend_limit_reached", "No."), (failure.Status, failure.ErrorType, failure.ErrorCode, failure.Message));
        Assert.Equal(TimeSpan.FromSeconds(3), failure.RetryAfter);
    }

    [Theory]
    [InlineData("20", 20.0)]
    [InlineData("2.7", 2.7)]
    [InlineData("0", 0.0)]
    [InlineData("Thu, 01 Jan 2026 00:01:00 GMT", 60.0)]
    [InlineData("Wed, 31 Dec 2025 23:00:00 GMT", 0.0)]
    [InlineData("99999999999999", 31_536_000.0)]
    [InlineData("soon", null)]
    [InlineData("-3", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", null)]
    [InlineData("-Infinity", null)]
    public void Retry_after_is_seconds_or_a_date(string header, double? seconds)
    {
        using var response = Response(429, ("retry-after", header));
        Assert.Equal(seconds, UpstreamAnswers.Failure(response, [], Now).RetryAfter?.TotalSeconds);
    }

    [Fact]
    public void A_long_message_is_cut_to_500_characters()
    {
        using var response = Response(400);
        var body = Encoding.UTF8.GetBytes($$$"""{"error":{"type":"invalid_request_error","message":"{{{new string('m', 2000)}}}"}}""");
        Assert.Equal(500, UpstreamAnswers.Failure(response, body, Now).Message?.Length);
    }

    [Fact]
    public void No_body_and_no_header_makes_reading_throw() =>
        Gen.Select(Gen.Byte.Array[0, 60], Gen.String[Gen.Char[' ', '~'], 0, 20]).Sample((body, header) =>
        {
            using var response = Response(500, ("retry-after", header), ("anthropic-ratelimit-requests-limit", header));
            Assert.Equal(500, UpstreamAnswers.Failure(response, body, Now).Status);
        });

    [Fact]
    public void Failing_to_connect_is_told_from_losing_the_connection()
    {
        Assert.Equal(AttemptFailure.NoConnection, UpstreamAnswers.Failure(new HttpRequestException(HttpRequestError.ConnectionError)).Kind);
        Assert.Equal(AttemptFailure.NoConnection, UpstreamAnswers.Failure(new HttpRequestException(HttpRequestError.NameResolutionError)).Kind);
        Assert.Equal(AttemptFailure.NoConnection, UpstreamAnswers.Failure(new TaskCanceledException()).Kind);
        Assert.Equal(AttemptFailure.Reset, UpstreamAnswers.Failure(new HttpRequestException(HttpRequestError.ResponseEnded)).Kind);
        Assert.Equal(AttemptFailure.Reset, UpstreamAnswers.Failure(new HttpRequestException()).Kind);
    }

    private static HttpResponseMessage Response(int status, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status);
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}
