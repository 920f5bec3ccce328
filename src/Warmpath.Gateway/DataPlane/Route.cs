using Warmpath.Routing;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Outlines;

namespace Warmpath.Gateway.DataPlane;

/// <summary>A known path, whatever the method.</summary>
/// <param name="Path">What follows the base URL upstream; starts with a slash, without the prefix it was asked under.</param>
/// <param name="Methods">Those that it takes; case-sensitive (RFC 9110 9.1).</param>
/// <param name="Id">The id in the path, such as that of a model or a file; null where there is none.</param>
internal sealed record Route(Resource Resource, string Path, string[] Methods, string? Id = null)
{
    /// <summary>As in the <c>allow</c> header.</summary>
    public string Allow => string.Join(", ", Methods);

    /// <summary>Whose API it is, one of <see cref="Providers"/>.</summary>
    public string Provider => Resource >= Resource.Responses ? Providers.OpenAI : Providers.Anthropic;

    /// <summary>How the body writes its prompt; null where it has none.</summary>
    public PromptFormat? Format => Resource switch
    {
        Resource.Messages or Resource.CountTokens => PromptFormat.Anthropic,
        Resource.Embeddings => PromptFormat.OpenAIEmbeddings,
        Resource.Responses or Resource.CompactResponse or Resource.CountResponse or Resource.ChatCompletions => PromptFormat.OpenAI,
        _ => null,
    };

    /// <summary>The kind of request that it is for routing; not for <see cref="Resource.Hello"/>, which goes nowhere.</summary>
    public RequestKind Kind => Resource switch
    {
        Resource.Messages or Resource.Responses or Resource.CompactResponse or Resource.ChatCompletions or Resource.Embeddings => RequestKind.Messages,
        Resource.CountTokens or Resource.CountResponse => RequestKind.CountTokens,
        Resource.Batches or Resource.Batch or Resource.BatchResults or Resource.BatchCancel => RequestKind.Batches,
        Resource.Files or Resource.File or Resource.FileContent => RequestKind.Files,
        Resource.Skills or Resource.Skill or Resource.SkillVersions or Resource.SkillVersion => RequestKind.Skills,
        Resource.StoredResponse or Resource.CancelResponse or Resource.ResponseItems => RequestKind.StoredResponses,
        Resource.Conversations or Resource.Conversation or Resource.ConversationItems or Resource.ConversationItem => RequestKind.Conversations,
        _ => RequestKind.Models,
    };

    /// <summary>The kind of request that it is for people: in ledger and metrics.</summary>
    public string Word => Resource switch
    {
        Resource.Messages => "messages",
        Resource.Responses or Resource.CompactResponse => "responses",
        Resource.ChatCompletions => "chat",
        Resource.Embeddings => "embeddings",
        _ => Kind switch
        {
            RequestKind.CountTokens => "count_tokens",
            RequestKind.Batches => "batches",
            RequestKind.Files => "files",
            RequestKind.Skills => "skills",
            RequestKind.StoredResponses => "stored_responses",
            RequestKind.Conversations => "conversations",
            _ => "models",
        },
    };

    /// <summary>Whether it is a turn of a conversation.</summary>
    public bool IsTurn => Kind == RequestKind.Messages && Resource != Resource.Embeddings;

    /// <summary>Whether GET lists what all workspaces made.</summary>
    public bool ListsAllMade => Resource is Resource.Batches or Resource.Files or Resource.Skills;

    /// <summary>The most that the provider lists at once (Anthropic's API reference, 2026-11).</summary>
    public int MostListed => Resource == Resource.Skills ? 100 : 1000;

    /// <summary>Whether the answer to POST has the id of what was made by it.</summary>
    public bool Makes => Resource is Resource.Batches or Resource.Files or Resource.Skills or Resource.Responses or Resource.Conversations;

    /// <summary>Whether the answer is what was made itself, as a JSON object, or a list of such.</summary>
    public bool TellsOfMade => Makes || (Kind.IsOfMade() && Resource is not (Resource.BatchResults or Resource.FileContent));

    public bool Takes(string method) => Array.IndexOf(Methods, method) >= 0;
}
