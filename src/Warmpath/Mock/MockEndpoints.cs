using Warmpath.Mock.Batches;
using Warmpath.Mock.Content;
using Warmpath.Mock.Files;
using Warmpath.Mock.Http;
using Warmpath.Mock.OpenAI;
using Warmpath.Mock.Resources;

namespace Warmpath.Mock;

/// <summary>What answers the calls that were let in and met no fault, by route.</summary>
internal sealed class MockEndpoints
{
    private readonly MessagesEndpoint _messages;
    private readonly BatchesEndpoint _batches;
    private readonly FilesEndpoint _files;
    private readonly OpenAIEndpoints _openAI;

    public MockEndpoints(MockOptions options, TimeProvider time)
    {
        var world = new MockWorld(options);
        var files = new ResourceStore<MockFile>(FilesEndpoint.Capacity, FilesEndpoint.MaximumBytes);
        var prompts = new PromptReader(files);
        _messages = new(world, prompts, time);
        _batches = new(world, prompts, options.LatencyFactor, time);
        _files = new(world, files, time);
        _openAI = new(world, time);
    }

    /// <returns>The error that is still to be sent; null when the call is answered.</returns>
    public Task<ProviderError?> AnswerAsync(MockCall call) => call.Route.Name switch
    {
        _ when call.Dialect == Dialect.OpenAI => _openAI.AnswerAsync(call),
        MockRoute.Messages => _messages.AnswerAsync(call),
        MockRoute.CountTokens => _messages.CountAsync(call),
        MockRoute.Batches => _batches.AnswerAsync(call),
        MockRoute.Files => _files.AnswerAsync(call),
        _ => ModelsEndpoint.AnswerAsync(call),
    };
}
