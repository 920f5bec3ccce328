using Warmpath.Routing;

namespace Warmpath.Gateway.DataPlane;

/// <summary>A known path, whatever the method.</summary>
/// <param name="Path">What follows the base URL upstream; starts with a slash, without the prefix it was asked under.</param>
/// <param name="Allow">The methods that it takes, as in the <c>allow</c> header.</param>
/// <param name="Id">The id in the path: of a model, a batch or a file; null where there is none.</param>
internal sealed record Route(Resource Resource, string Path, string Allow, string? Id = null)
{
    /// <summary>Methods are case-sensitive (RFC 9110 9.1).</summary>
    public bool Takes(string method) => Resource switch
    {
        Resource.Hello => method is "GET" or "HEAD",
        Resource.Messages or Resource.CountTokens or Resource.BatchCancel => method is "POST",
        Resource.Batches or Resource.Files => method is "GET" or "POST",
        Resource.Batch or Resource.File => method is "GET" or "DELETE",
        _ => method is "GET",
    };

    /// <summary>The kind of request that it is for routing; not for <see cref="Resource.Hello"/>, which goes nowhere.</summary>
    public RequestKind Kind => Resource switch
    {
        Resource.Messages => RequestKind.Messages,
        Resource.CountTokens => RequestKind.CountTokens,
        Resource.Batches or Resource.Batch or Resource.BatchResults or Resource.BatchCancel => RequestKind.Batches,
        Resource.Files or Resource.File or Resource.FileContent => RequestKind.Files,
        _ => RequestKind.Models,
    };

    /// <summary>Whether GET lists what was made, and POST makes another one.</summary>
    public bool IsOfAllMade => Resource is Resource.Batches or Resource.Files;

    /// <summary>Whether the answer is what was made itself, as a JSON object, or a list of such.</summary>
    public bool TellsOfMade => Kind.IsOfMade() && Resource is not (Resource.BatchResults or Resource.FileContent);
}
