using Anthropic;
using Anthropic.Core;
using Anthropic.Models.Messages;
using Anthropic.Models.Messages.Batches;

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
    public async Task It_follows_a_batch_to_its_results()
    {
        await using var mock = await MockClient.StartAsync();
        var batches = Client(mock).Messages.Batches;

        var created = await batches.Create(new() { Requests = [Request("a", "[[say: one]]"), Request("b", "[[say: two]]")] });
        var ended = await batches.Retrieve(created.ID);
        var listed = await batches.List();
        var said = new List<string>();
        await foreach (var result in batches.ResultsStreaming(created.ID))
        {
            Assert.True(result.Result.TryPickSucceeded(out var succeeded));
            Assert.True(succeeded.Message.Content[0].TryPickText(out var text));
            said.Add($"{result.CustomID}: {text.Text}");
        }

        Assert.Equal(ProcessingStatus.InProgress, created.ProcessingStatus.Value());
        Assert.Equal(ProcessingStatus.Ended, ended.ProcessingStatus.Value());
        Assert.Equal((0, 2), (ended.RequestCounts.Processing, ended.RequestCounts.Succeeded));
        Assert.Equal(created.ID, Assert.Single(listed.Items).ID);
        Assert.Equal(["a: one", "b: two"], said);
        Assert.Equal(created.ID, (await batches.Delete(created.ID)).ID);

        static Request Request(string id, string prompt) => new()
        {
            CustomID = id,
            Params = new() { Model = MockClient.Model, MaxTokens = 100, Messages = [new UserMessageParam(prompt)] },
        };
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
