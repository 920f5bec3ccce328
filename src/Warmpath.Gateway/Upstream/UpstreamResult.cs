using Warmpath.Routing.Health;

namespace Warmpath.Gateway.Upstream;

/// <summary>What came of sending one attempt.</summary>
internal abstract record UpstreamResult
{
    private UpstreamResult()
    {
    }

    /// <summary>A 2xx; the body is still to be relayed.</summary>
    public sealed record Answered(UpstreamCall Call) : UpstreamResult;

    /// <summary>Any other status.</summary>
    public sealed record Refused(ErrorAnswer Answer) : UpstreamResult;

    /// <summary>No answer at all.</summary>
    public sealed record Lost(UpstreamFailure Failure) : UpstreamResult;
}
