using System.Net.Http.Json;
using System.Text;
using Anthropic;
using Anthropic.Core;
using Anthropic.Models.Messages;
using Anthropic.Models.Messages.Batches;
using Warmpath.Mock;
using Warmpath.Tests.Cli;

namespace Warmpath.Tests.DataPlane;

/// <summary>Batches and files of several workspaces through the gateway, as the provider's own library asks for them.</summary>
public class MadeThingsTests
{
    private static readonly MockOptions ThreeOrganizations = new()
    {
        LatencyFactor = 0, Organizations = [new("acme"), new("globex"), new("initech")],
    };

    [Fact]
    public async Task A_batch_is_followed_to_its_results_beyond_a_restart()
    {
        await using var fleet = await Fleet.WithAllKeysAsync(ThreeOrganizations);
        var created = await Client(fleet).Messages.Batches.Create(new()
        {
            Requests =
            [
                new() { CustomID = "a", Params = new() { Model = "claude-sonnet-4-6", MaxTokens = 100, Messages = [new UserMessageParam("[[say: one]]")] } },
            ],
        });
        await fleet.RestartAsync(Fleet.Options(fleet.Terminal));

        var batches = Client(fleet).Messages.Batches;
        var ended = await batches.Retrieve(created.ID);
        Assert.Equal((ProcessingStatus.Ended, $"/v1/messages/batches/{created.ID}/results"), (ended.ProcessingStatus.Value(), ended.ResultsUrl));
        await foreach (var result in batches.ResultsStreaming(created.ID))
        {
            Assert.True(result.Result.TryPickSucceeded(out var succeeded));
            Assert.True(succeeded.Message.Content[0].TryPickText(out var text));
            Assert.Equal("one", text.Text);
        }

        Assert.Equal(created.ID, Assert.Single((await batches.List()).Items).ID);
        Assert.Equal(created.ID, (await batches.Delete(created.ID)).ID);
        var about = fleet.Mock.Requests.List().Where(request => request.Path.Contains(created.ID, StringComparison.Ordinal)).ToList();
        Assert.Equal((3, 1), (about.Count, about.Select(request => request.Key).Distinct().Count()));
    }

    [Fact]
    public async Task Files_of_all_workspaces_are_one_list_and_each_is_used_where_it_lies()
    {
        await using var fleet = await Fleet.WithAllKeysAsync(ThreeOrganizations);
        var uploaded = new List<string>();
        foreach (var key in fleet.Mock.Keys) // behind the gateway's back
        {
            uploaded.Insert(0, await UploadAsync(new AnthropicClient { BaseUrl = fleet.Mock.BaseUrl, ApiKey = key.Secret }, "of " + key.Name));
        }

        uploaded.Insert(0, await UploadAsync(Client(fleet), "of the gateway"));
        var listed = new List<string>();
        await foreach (var file in (await Client(fleet).Files.List(new() { Limit = 2 })).Paginate())
        {
            listed.Add(file.ID);
        }

        Assert.Equal(uploaded, listed);
        using var http = new HttpClient { BaseAddress = new Uri(fleet.Gateway.Url) };
        http.DefaultRequestHeaders.Add("x-api-key", fleet.VirtualKey);
        http.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");
        foreach (var file in uploaded)
        {
            using var content = await Client(fleet).Files.Download(file);
            Assert.StartsWith("of ", await new StreamReader(await content.ReadAsStream()).ReadToEndAsync());
            using var answer = await http.PostAsJsonAsync("/v1/messages", new
            {
                model = "claude-sonnet-4-6",
                max_tokens = 50,
                messages = new object[] { new { role = "user", content = new object[] { new { type = "document", source = new { type = "file", file_id = file } } } } },
            });
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }

        Assert.Equal(3, fleet.Mock.Requests.List().Where(request => request.Path == "/v1/messages").Select(request => request.Key).Distinct().Count());
        Assert.Equal(4, fleet.Mock.Requests.List().Count(request => request.Path == "/v1/messages")); // none was sent to a workspace without its file
    }

    [Fact]
    public async Task A_file_of_another_organization_is_found_and_its_bytes_are_the_same()
    {
        await using var fleet = await Fleet.WithAllKeysAsync(ThreeOrganizations);
        var bytes = Encoding.UTF8.GetBytes("data: {\"results_url\":\"https://host/v1/messages/batches/x/results\"}\n\n");
        var direct = new AnthropicClient { BaseUrl = fleet.Mock.BaseUrl, ApiKey = fleet.Mock.Keys[2].Secret };
        var file = (await direct.Files.Upload(new() { File = new BinaryContent { Stream = new MemoryStream(bytes), FileName = "x.sse", ContentType = new("text/event-stream") } })).ID;
        using var content = await Client(fleet).Files.Download(file);
        using var copy = new MemoryStream();
        await (await content.ReadAsStream()).CopyToAsync(copy, TestContext.Current.CancellationToken);
        Assert.Equal(bytes, copy.ToArray());
    }

    private static async Task<string> UploadAsync(AnthropicClient client, string text) => (await client.Files.Upload(new()
    {
        File = new BinaryContent { Stream = new MemoryStream(Encoding.UTF8.GetBytes(text)), FileName = "a.txt", ContentType = new("text/plain") },
    })).ID;

    private static AnthropicClient Client(Fleet fleet) => new() { BaseUrl = fleet.Gateway.Url, ApiKey = fleet.VirtualKey };
}
