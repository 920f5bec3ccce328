using Warmpath.Mock;

namespace Warmpath.Tests.Mock;

public class MockRouteTests
{
    [Theory]
    [InlineData("/v1/messages/batches", "batches", "GET, POST", null, null)]
    [InlineData("/v1/messages/batches/msgbatch_1", "batches", "GET, DELETE", "msgbatch_1", null)]
    [InlineData("/v1/messages/batches/msgbatch_1/cancel", "batches", "POST", "msgbatch_1", "cancel")]
    [InlineData("/v1/messages/batches/msgbatch_1/results", "batches", "GET", "msgbatch_1", "results")]
    [InlineData("/v1/files", "files", "GET, POST", null, null)]
    [InlineData("/v1/files/file_1", "files", "GET, DELETE", "file_1", null)]
    [InlineData("/v1/files/file_1/content", "files", "GET", "file_1", "content")]
    [InlineData("/v1/responses", "responses", "POST", null, null)]
    [InlineData("/v1/responses/compact", "responses", "POST", null, "compact")]
    [InlineData("/v1/responses/input_tokens", "responses", "POST", null, "input_tokens")]
    [InlineData("/v1/responses/resp_1", "responses", "GET, DELETE", "resp_1", null)]
    [InlineData("/v1/responses/resp_1/cancel", "responses", "POST", "resp_1", "cancel")]
    [InlineData("/v1/responses/resp_1/input_items", "responses", "GET", "resp_1", "input_items")]
    [InlineData("/v1/chat/completions", "chat", "POST", null, null)]
    [InlineData("/v1/embeddings", "embeddings", "POST", null, null)]
    [InlineData("/v1/conversations", "conversations", "POST", null, null)]
    [InlineData("/v1/conversations/conv_1", "conversations", "GET, POST, DELETE", "conv_1", null)]
    [InlineData("/v1/conversations/conv_1/items", "conversations", "GET, POST", "conv_1", "items")]
    [InlineData("/v1/conversations/conv_1/items/msg_1", "conversations", "GET, DELETE", "conv_1", "items")]
    [InlineData("/v1/models/claude-opus-5", "models", "GET", "claude-opus-5", null)]
    public void A_path_leads_to_one_route(string path, string name, string methods, string? id, string? part)
    {
        var route = MockRoute.Of(path)!;

        Assert.Equal((name, methods, id, part), (route.Name, string.Join(", ", route.Methods), route.Id, route.Part));
    }

    [Theory]
    [InlineData("/v1/messages/batches/")]
    [InlineData("/v1/messages/batches//results")]
    [InlineData("/v1/messages/batches/msgbatch_1/content")]
    [InlineData("/v1/messages/batches/msgbatch_1/results/")]
    [InlineData("/v1/files/")]
    [InlineData("/v1/files/file_1/results")]
    [InlineData("/v1/Files")]
    [InlineData("v1/files")]
    [InlineData("/v1/models/a/b")]
    public void Paths_are_exact(string path) => Assert.Null(MockRoute.Of(path));

    [Theory]
    [InlineData("/v1/messages", 32)]
    [InlineData("/v1/messages/count_tokens", 32)]
    [InlineData("/v1/messages/batches", 256)]
    [InlineData("/v1/files", 500)]
    public void Batches_and_files_take_larger_bodies(string path, int mebibytes) =>
        Assert.Equal(mebibytes * 1024 * 1024, MockRoute.Of(path)!.MaximumBody);

    [Fact]
    public void Every_route_has_a_name_that_faults_can_aim_at() => Assert.All(
        new[]
        {
            "/v1/messages", "/v1/messages/count_tokens", "/v1/messages/batches", "/v1/files", "/v1/models",
            "/v1/responses", "/v1/chat/completions", "/v1/embeddings", "/v1/conversations",
        },
        path => Assert.Contains(MockRoute.Of(path)!.Name, MockRoute.Names));
}
