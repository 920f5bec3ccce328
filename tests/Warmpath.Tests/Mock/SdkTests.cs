using Anthropic;
using Anthropic.Models.Messages;

namespace Warmpath.Tests.Mock;

/// <summary>The provider's own library, talking to the mock.</summary>
public class SdkTests
{
    private static readonly MessageCreateParams Prompt = new()
    {
        Model = MockClient.Model,
        MaxTokens = 100,
        Messages = [new UserMessageParam("[[thinking]] [[say: hello from afar]]")],
    };

    [Fact]
    public async Task It_reads_a_whole_answer()
    {
        await using var mock = await MockClient.StartAsync();

        var message = await Client(mock).Messages.Create(Prompt);

        Assert.True(message.Content[1].TryPickText(out var text));
        Assert.Equal("hello from afar", text.Text);
        Assert.Equal(StopReason.EndTurn, message.StopReason!.Value());
    }

    [Fact]
    public async Task It_reads_a_stream()
    {
        await using var mock = await MockClient.StartAsync();
        var text = "";
        var stopped = false;

        await foreach (var sent in Client(mock).Messages.CreateStreaming(Prompt))
        {
            text += sent.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var piece) ? piece.Text : "";
            stopped |= sent.TryPickStop(out _);
        }

        Assert.Equal("hello from afar", text);
        Assert.True(stopped);
    }

    private static AnthropicClient Client(MockClient mock) => new()
    {
        BaseUrl = mock.Server.BaseUrl,
        ApiKey = mock.Server.Keys[0].Secret,
        MaxRetries = 0,
    };
}
