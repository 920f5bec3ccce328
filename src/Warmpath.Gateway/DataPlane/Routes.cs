using System.Buffers;

namespace Warmpath.Gateway.DataPlane;

/// <summary>Finds the route of a request target: exact and case-sensitive, on the bytes that the client sent.</summary>
/// <remarks>
/// The target is matched before any decoding: <c>/v1/%6dessages</c>, <c>/v1//messages</c> and <c>/v1/./messages</c> are other paths,
/// and no other path ever goes upstream with a provider key.
/// </remarks>
internal static class Routes
{
    private const string ModelPrefix = "/v1/models/";

    private static readonly Route Hello = new(Resource.Hello, "/api/hello", "GET, HEAD");
    private static readonly Route Messages = new(Resource.Messages, "/v1/messages", "POST");
    private static readonly Route CountTokens = new(Resource.CountTokens, "/v1/messages/count_tokens", "POST");
    private static readonly Route ModelList = new(Resource.ModelList, "/v1/models", "GET");

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:@-");

    /// <param name="target">The raw request target, query included.</param>
    /// <returns>Null when the data plane has no such path.</returns>
    public static Route? Find(ReadOnlySpan<char> target)
    {
        var path = WithoutPrefix(PathOf(target));
        return path switch
        {
            "/v1/messages" => Messages,
            "/v1/messages/count_tokens" => CountTokens,
            "/v1/models" => ModelList,
            "/api/hello" => Hello,
            _ when path.StartsWith(ModelPrefix, StringComparison.Ordinal) => Model(path, path[ModelPrefix.Length..]),
            _ => null,
        };
    }

    /// <summary>Whether the target holds only what a URL may hold on the wire.</summary>
    /// <remarks>
    /// It goes upstream as it came. HTTP/2 lets blanks and line ends through in a query, and the HTTP client writes what is beyond ASCII with a
    /// wrong length: either would make other requests of it on the upstream's connection.
    /// </remarks>
    public static bool IsUrl(ReadOnlySpan<char> target) => !target.ContainsAnyExceptInRange('!', '~') && !target.Contains('#');

    /// <returns>The query as it came, with its question mark; empty when there is none.</returns>
    public static string QueryOf(string target)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? "" : target[query..];
    }

    private static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> target)
    {
        var query = target.IndexOf('?');
        return query < 0 ? target : target[..query];
    }

    private static ReadOnlySpan<char> WithoutPrefix(ReadOnlySpan<char> path) =>
        path.StartsWith("/api/anthropic/", StringComparison.Ordinal) ? path["/api/anthropic".Length..]
        : path.StartsWith("/anthropic/", StringComparison.Ordinal) ? path["/anthropic".Length..]
        : path;

    // An id of dots only would climb out of /v1/models once an upstream normalises the path.
    private static Route? Model(ReadOnlySpan<char> path, ReadOnlySpan<char> id) =>
        id.IsEmpty || id.ContainsAnyExcept(IdCharacters) || !id.ContainsAnyExcept('.')
            ? null
            : new Route(Resource.Model, path.ToString(), ModelList.Allow, id.ToString());
}
