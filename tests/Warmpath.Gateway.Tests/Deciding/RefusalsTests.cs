using Warmpath.Gateway.Deciding;
using Warmpath.Routing.Deciding;

namespace Warmpath.Gateway.Tests.Deciding;

public class RefusalsTests
{
    [Theory]
    [InlineData(RefusalKind.Limited, 429, "rate_limit_error", 40, false)]
    [InlineData(RefusalKind.Overloaded, 503, "api_error", 5, false)]
    [InlineData(RefusalKind.Unreachable, 502, "api_error", null, false)]
    [InlineData(RefusalKind.NoUsableKey, 503, "api_error", null, true)]
    [InlineData(RefusalKind.NoModel, 404, "not_found_error", null, false)]
    public void Each_refusal_has_its_status_and_type(object kind, int status, string type, int? retryAfter, bool final)
    {
        var error = Refusals.ToError(new Refusal((RefusalKind)kind, "Why.", TimeSpan.FromSeconds(39.2)), passOverloaded: false);
        Assert.Equal((status, type, retryAfter, final, "Why."), (error.Status, error.Type, error.RetryAfterSeconds, error.Final, error.Message));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.2, 1)]
    [InlineData(59.5, 60)]
    [InlineData(61, 60)]
    [InlineData(400_000, 60)]
    public void Retry_after_is_whole_seconds_from_1_to_60(double seconds, int header) =>
        Assert.Equal(header, Refusals.ToError(new Refusal(RefusalKind.Limited, "", TimeSpan.FromSeconds(seconds)), passOverloaded: false).RetryAfterSeconds);

    [Fact]
    public void An_overload_is_told_as_the_provider_would_where_that_is_wanted()
    {
        var error = Refusals.ToError(new Refusal(RefusalKind.Overloaded, "Why.", null), passOverloaded: true);
        Assert.Equal((529, "overloaded_error", "Why."), (error.Status, error.Type, error.Message));
    }
}
