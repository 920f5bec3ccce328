using Anthropic;
using Anthropic.Models.Messages;
using Warmpath.Tests.Cli;

namespace Warmpath.Tests.Agents;

/// <summary>The provider's own package as a second client of the gateway.</summary>
public class OfficialSdkTests
{
    private static MessageCreateParams Prompt(string text) => new()
    {
        Model = "claude-sonnet-4-6", MaxTokens = 200, Messages = [new UserMessageParam(text)],
    };

    [Fact]
    public async Task It_reads_a_whole_answer()
    {
        await using var fleet = await Fleet.WithAllKeysAsync();
        var message = await Client(fleet).Messages.Create(Prompt("[[say: hello]]"));
        Assert.True(message.Content[0].TryPickText(out var text));
        Assert.Equal("hello", text.Text);
    }

    [Fact]
    public async Task It_reads_a_stream()
    {
        await using var fleet = await Fleet.WithAllKeysAsync();
        var text = "";
        await foreach (var sent in Client(fleet).Messages.CreateStreaming(Prompt("[[say: hello from afar]]")))
        {
            text += sent.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var piece) ? piece.Text : "";
        }

        Assert.Equal("hello from afar", text);
    }

    [Fact]
    public async Task It_calls_tools()
    {
        await using var fleet = await Fleet.WithAllKeysAsync();
        var prompt = Prompt("[[tool: weather {\"city\":\"Oslo\"}]]") with
        {
            Tools = [new Tool { Name = "weather", InputSchema = new InputSchema() }],
        };
        var message = await Client(fleet).Messages.Create(prompt);
        var use = message.Content.Select(block => block.TryPickToolUse(out var tool) ? tool : null).Single(tool => tool is not null)!;
        Assert.Equal(("weather", "Oslo"), (use.Name, use.Input["city"].GetString()));
    }

    [Fact]
    public async Task It_lists_models_and_counts_tokens()
    {
        await using var fleet = await Fleet.WithAllKeysAsync();
        Assert.NotEmpty((await Client(fleet).Models.List()).Items);
        var counted = await Client(fleet).Messages.CountTokens(new() { Model = "claude-sonnet-4-6", Messages = [new UserMessageParam("how many")] });
        Assert.True(counted.InputTokens > 0);
    }

    [Fact]
    public async Task It_lists_batches()
    {
        await using var fleet = await Fleet.WithAllKeysAsync();
        Assert.Empty((await Client(fleet).Messages.Batches.List()).Items);
        Assert.Contains(fleet.Mock.Requests.List(), request => request.Path == "/v1/messages/batches");
    }

    private static AnthropicClient Client(Fleet fleet) => new() { BaseUrl = fleet.Gateway.Url, ApiKey = fleet.VirtualKey, MaxRetries = 0 };
}
