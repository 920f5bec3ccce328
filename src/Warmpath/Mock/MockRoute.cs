namespace Warmpath.Mock;

/// <summary>A call of the provider's API that the mock serves.</summary>
/// <param name="Name">As faults name it.</param>
/// <param name="Methods">Those that the path takes.</param>
internal sealed record MockRoute(string Name, params string[] Methods)
{
    public const string Messages = "messages";
    public const string CountTokens = "count_tokens";
    public const string Models = "models";
    public const string Batches = "batches";
    public const string Files = "files";

    public const string Cancel = "cancel";
    public const string Results = "results";
    public const string Content = "content";

    private const int Mebibyte = 1024 * 1024;

    public static readonly IReadOnlyCollection<string> Names = [Messages, CountTokens, Models, Batches, Files];

    /// <summary>The model, batch or file that the path names, by its id; null where it names them all.</summary>
    public string? Id { get; private init; }

    /// <summary>What of it: <see cref="Cancel"/>, <see cref="Results"/> or <see cref="Content"/>; null = itself.</summary>
    public string? Part { get; private init; }

    /// <summary>Bytes of the largest body that it takes (providers.md 1.4).</summary>
    public int MaximumBody => Name switch
    {
        Batches => 256 * Mebibyte,
        Files => 500 * Mebibyte,
        _ => MockServer.MaximumBody,
    };

    /// <returns>Null for a path that is not served; paths are exact.</returns>
    public static MockRoute? Of(string path) => path.Split('/') switch
    {
        ["", "v1", "messages"] => new(Messages, "POST"),
        ["", "v1", "messages", "count_tokens"] => new(CountTokens, "POST"),
        ["", "v1", "messages", "batches"] => new(Batches, "GET", "POST"),
        ["", "v1", "messages", "batches", { Length: > 0 } id] => new(Batches, "GET", "DELETE") { Id = id },
        ["", "v1", "messages", "batches", { Length: > 0 } id, Cancel] => new(Batches, "POST") { Id = id, Part = Cancel },
        ["", "v1", "messages", "batches", { Length: > 0 } id, Results] => new(Batches, "GET") { Id = id, Part = Results },
        ["", "v1", "files"] => new(Files, "GET", "POST"),
        ["", "v1", "files", { Length: > 0 } id] => new(Files, "GET", "DELETE") { Id = id },
        ["", "v1", "files", { Length: > 0 } id, Content] => new(Files, "GET") { Id = id, Part = Content },
        ["", "v1", "models"] => new(Models, "GET"),
        ["", "v1", "models", { Length: > 0 } id] => new(Models, "GET") { Id = id },
        _ => null,
    };
}
