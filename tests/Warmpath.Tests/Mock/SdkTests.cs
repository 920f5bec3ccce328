using Anthropic;
using Anthropic.Core;
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

    [Fact]
    public async Task It_uploads_files_and_lists_them_to_the_last()
    {
        await using var mock = await MockClient.StartAsync();
        var files = Client(mock).Files;
        var uploaded = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var hello = new BinaryContent { Stream = new MemoryStream("hello"u8.ToArray()), FileName = "a.txt", ContentType = new("text/plain") };
            uploaded.Insert(0, (await files.Upload(new() { File = hello })).ID);
        }

        var listed = new List<string>();
        await foreach (var file in (await files.List(new() { Limit = 2 })).Paginate())
        {
            listed.Add(file.ID);
        }

        var some = await files.List(new() { Ids = [uploaded[2], uploaded[0], "file_none"] });
        using var content = await files.Download(uploaded[0]);
        var metadata = await files.RetrieveMetadata(uploaded[0]);

        Assert.Equal(uploaded, listed);
        Assert.Equal([uploaded[0], uploaded[2]], some.Items.Select(file => file.ID));
        Assert.Equal(("a.txt", "text/plain", 5), (metadata.Filename, metadata.MimeType, metadata.SizeBytes));
        Assert.Equal("hello", await new StreamReader(await content.ReadAsStream()).ReadToEndAsync());
        Assert.Equal(uploaded[0], (await files.Delete(uploaded[0])).ID);
    }

    private static AnthropicClient Client(MockClient mock) => new()
    {
        BaseUrl = mock.Server.BaseUrl,
        ApiKey = mock.Server.Keys[0].Secret,
        MaxRetries = 0,
    };
}
