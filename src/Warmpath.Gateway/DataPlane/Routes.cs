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
    private const string BatchPrefix = "/v1/messages/batches/";
    private const string FilePrefix = "/v1/files/";
    private const string One = "GET, DELETE";

    private static readonly Route Hello = new(Resource.Hello, "/api/hello", "GET, HEAD");
    private static readonly Route Messages = new(Resource.Messages, "/v1/messages", "POST");
    private static readonly Route CountTokens = new(Resource.CountTokens, "/v1/messages/count_tokens", "POST");
    private static readonly Route ModelList = new(Resource.ModelList, "/v1/models", "GET");
    private static readonly Route Batches = new(Resource.Batches, "/v1/messages/batches", "GET, POST");
    private static readonly Route Files = new(Resource.Files, "/v1/files", "GET, POST");

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
            "/v1/messages/batches" => Batches,
            "/v1/files" => Files,
            "/api/hello" => Hello,
            _ when path.StartsWith(ModelPrefix, StringComparison.Ordinal) => WithId(Resource.Model, path, path[ModelPrefix.Length..], "", ModelList.Allow),
            _ when path.StartsWith(BatchPrefix, StringComparison.Ordinal) => Batch(path, path[BatchPrefix.Length..]),
            _ when path.StartsWith(FilePrefix, StringComparison.Ordinal) => File(path, path[FilePrefix.Length..]),
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

    private static Route? Batch(ReadOnlySpan<char> path, ReadOnlySpan<char> rest) =>
        rest.EndsWith("/results", StringComparison.Ordinal) ? WithId(Resource.BatchResults, path, rest, "/results", "GET")
        : rest.EndsWith("/cancel", StringComparison.Ordinal) ? WithId(Resource.BatchCancel, path, rest, "/cancel", "POST")
        : WithId(Resource.Batch, path, rest, "", One);

    private static Route? File(ReadOnlySpan<char> path, ReadOnlySpan<char> rest) => rest.EndsWith("/content", StringComparison.Ordinal)
        ? WithId(Resource.FileContent, path, rest, "/content", "GET")
        : WithId(Resource.File, path, rest, "", One);

    // An id of dots only would climb out of its folder once an upstream normalises the path.
    private static Route? WithId(Resource resource, ReadOnlySpan<char> path, ReadOnlySpan<char> rest, string ending, string allow)
    {
        var id = rest[..^ending.Length];
        return id.IsEmpty || id.ContainsAnyExcept(IdCharacters) || !id.ContainsAnyExcept('.')
            ? null
            : new Route(resource, path.ToString(), allow, id.ToString());
    }
}
