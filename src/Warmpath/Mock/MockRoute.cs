namespace Warmpath.Mock;

/// <summary>A call of the provider's API that the mock serves.</summary>
/// <param name="Name">As faults name it.</param>
internal sealed record MockRoute(string Name, string Method)
{
    public const string Messages = "messages";
    public const string CountTokens = "count_tokens";
    public const string Models = "models";

    private const string ModelsPath = "/v1/models";

    public static readonly IReadOnlyCollection<string> Names = [Messages, CountTokens, Models];

    /// <returns>Null for a path that is not served; paths are exact.</returns>
    public static MockRoute? Of(string path) => path switch
    {
        "/v1/messages" => new(Messages, "POST"),
        "/v1/messages/count_tokens" => new(CountTokens, "POST"),
        ModelsPath => new(Models, "GET"),
        _ when ModelIn(path) is not null => new(Models, "GET"),
        _ => null,
    };

    /// <summary>The id in <c>/v1/models/{id}</c>; null in any other path.</summary>
    public static string? ModelIn(string path) =>
        path.StartsWith(ModelsPath + "/", StringComparison.Ordinal)
        && path[(ModelsPath.Length + 1)..] is { Length: > 0 } id && !id.Contains('/', StringComparison.Ordinal)
            ? id
            : null;
}
