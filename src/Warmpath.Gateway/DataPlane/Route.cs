using Warmpath.Routing;

namespace Warmpath.Gateway.DataPlane;

/// <summary>A known path, whatever the method.</summary>
/// <param name="Path">What follows the base URL upstream; starts with a slash, without the prefix it was asked under.</param>
/// <param name="Allow">The methods that it takes, as in the <c>allow</c> header.</param>
/// <param name="ModelId">The id in <c>/v1/models/{id}</c>; null elsewhere.</param>
internal sealed record Route(Resource Resource, string Path, string Allow, string? ModelId = null)
{
    /// <summary>Methods are case-sensitive (RFC 9110 9.1).</summary>
    public bool Takes(string method) => Resource switch
    {
        Resource.Hello => method is "GET" or "HEAD",
        Resource.Messages or Resource.CountTokens => method is "POST",
        _ => method is "GET",
    };

    /// <summary>The kind of request that it is for routing; not for <see cref="Resource.Hello"/>, which goes nowhere.</summary>
    public RequestKind Kind => Resource switch
    {
        Resource.Messages => RequestKind.Messages,
        Resource.CountTokens => RequestKind.CountTokens,
        _ => RequestKind.Models,
    };
}
