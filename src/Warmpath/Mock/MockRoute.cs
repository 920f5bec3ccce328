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
    public const string Responses = "responses";
    public const string Chat = "chat";
    public const string Embeddings = "embeddings";
    public const string Conversations = "conversations";

    public const string Cancel = "cancel";
    public const string Results = "results";
    public const string Content = "content";
    public const string Compact = "compact";
    public const string InputTokens = "input_tokens";
    public const string InputItems = "input_items";
    public const string Items = "items";

    private const int Mebibyte = 1024 * 1024;

    public static readonly IReadOnlyCollection<string> Names = 
        [Messages, CountTokens, Models, Batches, Files, Responses, Chat, Embeddings, Conversations];

    /// <summary>Those where prompts are answered.</summary>
    public static readonly IReadOnlyCollection<string> Prompts = [Messages, Responses, Chat];

    /// <summary>The model, batch, file, response or conversation that the path names, by its id; null where it names none.</summary>
    public string? Id { get; private init; }

    /// <summary>What of it, such as <see cref="Cancel"/> or <see cref="Content"/>; null = itself.</summary>
    public string? Part { get; private init; }

    /// <summary>The item of a conversation that the path names; null where it names none.</summary>
    public string? Item { get; private init; }

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
        ["", "v1", "responses"] => new(Responses, "POST"),
        ["", "v1", "responses", Compact] => new(Responses, "POST") { Part = Compact },
        ["", "v1", "responses", InputTokens] => new(Responses, "POST") { Part = InputTokens },
        ["", "v1", "responses", { Length: > 0 } id] => new(Responses, "GET", "DELETE") { Id = id },
        ["", "v1", "responses", { Length: > 0 } id, Cancel] => new(Responses, "POST") { Id = id, Part = Cancel },
        ["", "v1", "responses", { Length: > 0 } id, InputItems] => new(Responses, "GET") { Id = id, Part = InputItems },
        ["", "v1", "chat", "completions"] => new(Chat, "POST"),
        ["", "v1", "embeddings"] => new(Embeddings, "POST"),
        ["", "v1", "conversations"] => new(Conversations, "POST"),
        ["", "v1", "conversations", { Length: > 0 } id] => new(Conversations, "GET", "POST", "DELETE") { Id = id },
        ["", "v1", "conversations", { Length: > 0 } id, Items] => new(Conversations, "GET", "POST") { Id = id, Part = Items },
        ["", "v1", "conversations", { Length: > 0 } id, Items, { Length: > 0 } item] =>
            new(Conversations, "GET", "DELETE") { Id = id, Part = Items, Item = item },
        ["", "v1", "models"] => new(Models, "GET"),
        ["", "v1", "models", { Length: > 0 } id] => new(Models, "GET") { Id = id },
        _ => null,
    };
}
