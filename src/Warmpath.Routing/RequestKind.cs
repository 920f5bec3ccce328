namespace Warmpath.Routing;

/// <summary>Which call of the provider's API a request is.</summary>
public enum RequestKind : byte
{
    /// <summary>A prompt to be answered, as a rule a turn of a conversation: <c>POST /v1/messages</c>, and OpenAI's <c>/v1/responses</c>, <c>/v1/chat/completions</c> and <c>/v1/embeddings</c>.</summary>
    Messages,

    /// <summary><c>POST /v1/messages/count_tokens</c>: free, with a request limit of its own; never makes or moves a home.</summary>
    CountTokens,

    /// <summary><c>GET /v1/models</c> and <c>/v1/models/{id}</c>: any healthy key.</summary>
    Models,

    /// <summary><c>/v1/messages/batches</c> and what lies below it: a batch belongs to the workspace that made it.</summary>
    Batches,

    /// <summary><c>/v1/files</c> and what lies below it: a file belongs to the workspace that made it.</summary>
    Files,

    /// <summary><c>/v1/skills</c> and what lies below it: a skill belongs to the workspace that made it.</summary>
    Skills,

    /// <summary>OpenAI's <c>/v1/responses/{id}</c> and what lies below it: a stored response belongs to the project that made it (providers.md 7.3).</summary>
    StoredResponses,

    /// <summary>OpenAI's <c>/v1/conversations</c> and what lies below it; likewise.</summary>
    Conversations,
}

/// <summary>What kinds of requests have in common.</summary>
public static class RequestKinds
{
    /// <summary>Whether it is about things that one workspace makes, and no other knows.</summary>
    public static bool IsOfMade(this RequestKind kind) => kind is RequestKind.Batches or RequestKind.Files or RequestKind.Skills or RequestKind.StoredResponses or RequestKind.Conversations;
}
