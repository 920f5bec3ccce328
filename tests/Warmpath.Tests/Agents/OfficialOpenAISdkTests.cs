#pragma warning disable OPENAI001 // The package marks its Responses as subject to change.

using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Models;
using OpenAI.Responses;
using Warmpath.Tests.Cli;

namespace Warmpath.Tests.Agents;

/// <summary>OpenAI's own package as a client of the gateway.</summary>
public class OfficialOpenAISdkTests
{
    private const string Model = "gpt-6-sol";

    [Fact]
    public async Task It_reads_a_whole_chat_completion()
    {
        await using var fleet = await Fleet.WithOpenAIKeysAsync();

        ChatCompletion completion = await Chat(fleet).CompleteChatAsync("[[say: hello]]");

        Assert.Equal("hello", completion.Content[0].Text);
        Assert.Equal(ChatFinishReason.Stop, completion.FinishReason);
        Assert.Equal(2, completion.Usage.OutputTokenCount); // 5 bytes / 3.6
    }

    [Fact]
    public async Task It_reads_a_streamed_chat_completion_with_its_usage()
    {
        await using var fleet = await Fleet.WithOpenAIKeysAsync();
        var text = "";
        ChatTokenUsage? usage = null;

        await foreach (var update in Chat(fleet).CompleteChatStreamingAsync("[[say: hello from afar]]"))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            usage = update.Usage ?? usage;
        }

        Assert.Equal("hello from afar", text);
        Assert.Equal(5, usage!.OutputTokenCount);
    }

    [Fact]
    public async Task It_calls_functions_in_chat()
    {
        await using var fleet = await Fleet.WithOpenAIKeysAsync();
        var options = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("weather") } };

        ChatCompletion completion = await Chat(fleet).CompleteChatAsync([new UserChatMessage("[[tool: weather {\"city\":\"Oslo\"}]]")], options);

        var call = Assert.Single(completion.ToolCalls);
        Assert.Equal(("weather", "{\"city\":\"Oslo\"}"), (call.FunctionName, call.FunctionArguments.ToString()));
    }

    [Fact]
    public async Task It_goes_on_from_a_stored_response_where_that_is_and_deletes_it()
    {
        await using var fleet = await Fleet.WithOpenAIKeysAsync();
        var client = Responses(fleet);

        ResponseResult first = await client.CreateResponseAsync(Prompt("[[say: first]]"));
        var next = Prompt("[[say: second]]");
        next.PreviousResponseId = first.Id;
        ResponseResult second = await client.CreateResponseAsync(next);
        ResponseResult looked = await client.GetResponseAsync(first.Id);
        ResponseDeletionResult deleted = await client.DeleteResponseAsync(first.Id);

        Assert.Equal(["first", "second", "first"], new[] { first, second, looked }.Select(response => response.GetOutputText()));
        Assert.True(second.Usage.InputTokenCount > first.Usage.InputTokenCount);
        Assert.True(deleted.Deleted);
        Assert.Single(fleet.Mock.Requests.List().Where(request => request.Method != "GET" || request.Path != "/v1/models").Select(request => request.Key).Distinct());
    }

    [Fact]
    public async Task It_reads_a_streamed_response()
    {
        await using var fleet = await Fleet.WithOpenAIKeysAsync();
        var text = "";
        ResponseResult? whole = null;
        var options = Prompt("[[say: hello from afar]]");
        options.StreamingEnabled = true;

        await foreach (var update in await Responses(fleet).CreateResponseStreamingAsync(options))
        {
            text += update is StreamingResponseOutputTextDeltaUpdate delta ? delta.Delta : "";
            whole = update is StreamingResponseCompletedUpdate completed ? completed.Response : whole;
        }

        Assert.Equal("hello from afar", text);
        Assert.Equal("hello from afar", whole!.GetOutputText());
        Assert.Equal(5, whole.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task It_embeds_and_lists_models()
    {
        await using var fleet = await Fleet.WithOpenAIKeysAsync();

        OpenAIEmbeddingCollection embeddings = await new EmbeddingClient("text-embedding-3-small", Key(fleet), Options(fleet)).GenerateEmbeddingsAsync(["a", "b"]);
        OpenAIModelCollection models = await new OpenAIModelClient(Key(fleet), Options(fleet)).GetModelsAsync();

        Assert.Equal([1536, 1536], embeddings.Select(embedding => embedding.ToFloats().Length));
        Assert.Contains(models, model => model.Id == Model);
    }

    [Fact]
    public async Task A_model_that_there_is_not_is_the_provider_s_own_404()
    {
        await using var fleet = await Fleet.WithOpenAIKeysAsync();

        var refused = await Assert.ThrowsAsync<ClientResultException>(() => new ChatClient("gpt-0", Key(fleet), Options(fleet)).CompleteChatAsync("hello"));

        Assert.Equal(404, refused.Status);
        Assert.Contains("model_not_found", refused.Message, StringComparison.Ordinal);
    }

    private static CreateResponseOptions Prompt(string text)
    {
        var options = new CreateResponseOptions { Model = Model };
        options.InputItems.Add(ResponseItem.CreateUserMessageItem(text));
        return options;
    }

    private static ChatClient Chat(Fleet fleet) => new(Model, Key(fleet), Options(fleet));

    private static ResponsesClient Responses(Fleet fleet) => new(
        Key(fleet), new ResponsesClientOptions { Endpoint = Address(fleet), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) });

    private static ApiKeyCredential Key(Fleet fleet) => new(fleet.VirtualKey);

    private static OpenAIClientOptions Options(Fleet fleet) => new() { Endpoint = Address(fleet), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) };

    private static Uri Address(Fleet fleet) => new(fleet.Gateway.Url + "/api/openai/v1");
}
