using Warmpath.Mock.Content;
using Warmpath.Mock.Http;

namespace Warmpath.Mock;

/// <summary>What answers the calls that were let in and met no fault, by route.</summary>
internal sealed class MockEndpoints
{
    private readonly MessagesEndpoint _messages;

    public MockEndpoints(MockOptions options, TimeProvider time)
    {
        var world = new MockWorld(options);
        var prompts = new PromptReader();
        _messages = new(world, prompts, time);
    }

    /// <returns>The error that is still to be sent; null when the call is answered.</returns>
    public Task<ProviderError?> AnswerAsync(MockCall call) => call.Route.Name switch
    {
        MockRoute.Messages => _messages.AnswerAsync(call),
        MockRoute.CountTokens => _messages.CountAsync(call),
        _ => ModelsEndpoint.AnswerAsync(call),
    };
}
