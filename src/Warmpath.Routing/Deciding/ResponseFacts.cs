using Warmpath.Routing.Limits;

namespace Warmpath.Routing.Deciding;

/// <summary>What the headers of a successful answer reveal.</summary>
public sealed record ResponseFacts(string? OrganizationId, string? WorkspaceId, LimitHeaders? Limits)
{
    public static readonly ResponseFacts None = new(null, null, null);
}
