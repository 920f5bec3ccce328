using System.Buffers;

namespace Warmpath.Gateway.DataPlane;

/// <summary>Finds the route of a request target: exact and case-sensitive, on the bytes that the client sent.</summary>
/// <remarks>
/// The target is matched before any decoding: <c>/v1/%6dessages</c>, <c>/v1//messages</c> and <c>/v1/./messages</c> are other paths,
/// and no other path ever goes upstream with a provider key.
/// </remarks>
internal static class Routes
{
    private const string OpenAIPrefix = "/api/openai";

    private static readonly string[] Get = ["GET"];
    private static readonly string[] Post = ["POST"];
    private static readonly string[] GetOrPost = ["GET", "POST"];
    private static readonly string[] GetOrDelete = ["GET", "DELETE"];

    private static readonly Route[] Anthropics =
    [
        new(Resource.Messages, "/v1/messages", Post),
        new(Resource.CountTokens, "/v1/messages/count_tokens", Post),
        new(Resource.ModelList, "/v1/models", Get),
        new(Resource.Batches, "/v1/messages/batches", GetOrPost),
        new(Resource.Files, "/v1/files", GetOrPost),
        new(Resource.Skills, "/v1/skills", GetOrPost),
        new(Resource.Hello, "/api/hello", ["GET", "HEAD"]),
    ];

    private static readonly Route[] OpenAIs =
    [
        new(Resource.Responses, "/v1/responses", Post),
        new(Resource.CompactResponse, "/v1/responses/compact", Post),
        new(Resource.CountResponse, "/v1/responses/input_tokens", Post),
        new(Resource.ChatCompletions, "/v1/chat/completions", Post),
        new(Resource.Embeddings, "/v1/embeddings", Post),
        new(Resource.Conversations, "/v1/conversations", Post),
    ];

    private static readonly Route OpenAIModels = new(Resource.OpenAIModelList, "/v1/models", Get);

    // With an id between the two; the first that fits holds.
    private static readonly (string Before, string Behind, Resource Resource, string[] Methods)[] AnthropicsWithId =
    [
        ("/v1/models/", "", Resource.Model, Get),
        ("/v1/messages/batches/", "/results", Resource.BatchResults, Get),
        ("/v1/messages/batches/", "/cancel", Resource.BatchCancel, Post),
        ("/v1/messages/batches/", "", Resource.Batch, GetOrDelete),
        ("/v1/files/", "/content", Resource.FileContent, Get),
        ("/v1/files/", "", Resource.File, GetOrDelete),
        ("/v1/skills/", "/versions", Resource.SkillVersions, GetOrPost),
        ("/v1/skills/", "", Resource.Skill, GetOrDelete),
    ];

    private static readonly (string Before, string Behind, Resource Resource, string[] Methods)[] OpenAIsWithId =
    [
        ("/v1/responses/", "/cancel", Resource.CancelResponse, Post),
        ("/v1/responses/", "/input_items", Resource.ResponseItems, Get),
        ("/v1/responses/", "", Resource.StoredResponse, GetOrDelete),
        ("/v1/conversations/", "/items", Resource.ConversationItems, GetOrPost),
        ("/v1/conversations/", "", Resource.Conversation, ["GET", "POST", "DELETE"]),
    ];

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:@-");

    /// <param name="target">The raw request target, query included.</param>
    /// <returns>Null when the data plane has no such path.</returns>
    public static Route? Find(ReadOnlySpan<char> target)
    {
        var path = PathOf(target);
        if (IsOpenAIs(path))
        {
            path = path[OpenAIPrefix.Length..];
            return path.SequenceEqual(OpenAIModels.Path) ? OpenAIModels : OpenAI(path) ?? WithId(path, "/v1/models/", "", Resource.OpenAIModel, Get);
        }

        return path.StartsWith("/api/anthropic/", StringComparison.Ordinal) ? Anthropic(path["/api/anthropic".Length..])
            : path.StartsWith("/anthropic/", StringComparison.Ordinal) ? Anthropic(path["/anthropic".Length..])
            : Anthropic(path) ?? OpenAI(path);
    }

    /// <summary>Whether the target lies where only OpenAI's clients ask: an answer to it has OpenAI's shape, also where no path is known.</summary>
    public static bool IsOpenAIs(ReadOnlySpan<char> target) => target.StartsWith(OpenAIPrefix + "/", StringComparison.Ordinal);

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

    private static Route? Anthropic(ReadOnlySpan<char> path) => Exact(path, Anthropics) ?? WithId(path, AnthropicsWithId) ?? Item(path, "/v1/skills/", "/versions/", Resource.SkillVersion);

    private static Route? OpenAI(ReadOnlySpan<char> path) => Exact(path, OpenAIs) ?? WithId(path, OpenAIsWithId) ?? Item(path, "/v1/conversations/", "/items/", Resource.ConversationItem);

    private static Route? Exact(ReadOnlySpan<char> path, Route[] among)
    {
        foreach (var route in among)
        {
            if (path.SequenceEqual(route.Path))
            {
                return route;
            }
        }

        return null;
    }

    private static Route? WithId(ReadOnlySpan<char> path, ReadOnlySpan<(string Before, string Behind, Resource Resource, string[] Methods)> among)
    {
        foreach (var (before, behind, resource, methods) in among)
        {
            if (WithId(path, before, behind, resource, methods) is { } route)
            {
                return route;
            }
        }

        return null;
    }

    private static Route? WithId(ReadOnlySpan<char> path, string before, string behind, Resource resource, string[] methods) =>
        path.Length > before.Length + behind.Length
        && path.StartsWith(before, StringComparison.Ordinal) && path.EndsWith(behind, StringComparison.Ordinal)
        && path[before.Length..^behind.Length] is var id && IsId(id)
            ? new Route(resource, path.ToString(), methods, id.ToString())
            : null;

    // A part of what was made, with an id of its own: that of the whole tells whose it is.
    private static Route? Item(ReadOnlySpan<char> path, string before, string between, Resource resource)
    {
        if (!path.StartsWith(before, StringComparison.Ordinal) || path[before.Length..].IndexOf(between) is not (> 0 and var length))
        {
            return null;
        }

        var id = path.Slice(before.Length, length);
        return IsId(id) && IsId(path[(before.Length + length + between.Length)..])
            ? new Route(resource, path.ToString(), GetOrDelete, id.ToString())
            : null;
    }

    // One of dots only would climb out of its folder once an upstream normalises the path.
    private static bool IsId(ReadOnlySpan<char> id) => !id.IsEmpty && !id.ContainsAnyExcept(IdCharacters) && id.ContainsAnyExcept('.');
}
