namespace Warmpath.Gateway.DataPlane;

/// <summary>What the data plane serves (contract.md, Data plane).</summary>
internal enum Resource : byte
{
    Hello,

    // Anthropic's.
    Messages,
    CountTokens,
    ModelList,
    Model,
    Batches,
    Batch,
    BatchResults,
    BatchCancel,
    Files,
    File,
    FileContent,
    Skills,
    Skill,
    SkillVersions,
    SkillVersion,

    // OpenAI's.
    Responses,
    CompactResponse,
    CountResponse,
    ChatCompletions,
    Embeddings,
    StoredResponse,
    CancelResponse,
    ResponseItems,
    Conversations,
    Conversation,
    ConversationItems,
    ConversationItem,
    OpenAIModelList,
    OpenAIModel,
}
