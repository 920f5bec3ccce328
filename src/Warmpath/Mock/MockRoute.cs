namespace Warmpath.Mock;

/// <summary>A call of the provider's API that the mock serves.</summary>
/// <param name="Name">As faults name it.</param>
/// <param name="Methods">Those that the path takes.</param>
internal sealed record MockRoute(string Name, params string[] Methods)
{
    public const string Messages = "messages";
    public const string CountTokens = "count_tokens";
    public const string Models = "models";

    public static readonly IReadOnlyCollection<string> Names = [Messages, CountTokens, Models];

    /// <summary>The model that the path names, by its id; null where it names them all.</summary>
    public string? Id { get; private init; }

    /// <returns>Null for a path that is not served; paths are exact.</returns>
    public static MockRoute? Of(string path) => path.Split('/') switch
    {
        ["", "v1", "messages"] => new(Messages, "POST"),
        ["", "v1", "messages", "count_tokens"] => new(CountTokens, "POST"),
        ["", "v1", "models"] => new(Models, "GET"),
        ["", "v1", "models", { Length: > 0 } id] => new(Models, "GET") { Id = id },
        _ => null,
    };
}
