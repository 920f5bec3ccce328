using Warmpath.Mock.Http;
using Warmpath.Mock.Resources;

namespace Warmpath.Mock.OpenAI;

/// <summary>What answers the calls of OpenAI's API, by route.</summary>
internal sealed class OpenAIEndpoints
{
    private readonly ResponsesEndpoint _responses;
    private readonly StoredResponsesEndpoint _stored;
    private readonly ConversationsEndpoint _conversations;
    private readonly ChatEndpoint _chat;
    private readonly EmbeddingsEndpoint _embeddings;

    public OpenAIEndpoints(MockWorld world, TimeProvider time)
    {
        var responses = new ResourceStore<StoredResponse>(StoredResponsesEndpoint.Capacity, StoredResponsesEndpoint.MaximumBytes);
        var conversations = new ResourceStore<MockConversation>(ConversationsEndpoint.Capacity, ConversationsEndpoint.MaximumBytes);
        var prompts = new OpenAIPromptReader(responses, conversations);
        _responses = new(world, prompts, responses, conversations, time);
        _stored = new(responses);
        _conversations = new(conversations, time);
        _chat = new(world, prompts, time);
        _embeddings = new(world, time);
    }

    /// <returns>The error that is still to be sent; null when the call is answered.</returns>
    public Task<ProviderError?> AnswerAsync(MockCall call) => call.Route.Name switch
    {
        MockRoute.Responses => call.Route.Id is { } id ? _stored.AnswerAsync(call, id) : _responses.AnswerAsync(call),
        MockRoute.Conversations => _conversations.AnswerAsync(call),
        MockRoute.Chat => _chat.AnswerAsync(call),
        MockRoute.Embeddings => _embeddings.AnswerAsync(call),
        _ => OpenAIModels.AnswerAsync(call),
    };
}
