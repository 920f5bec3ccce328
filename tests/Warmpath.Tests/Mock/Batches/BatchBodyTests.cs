using System.Text.Json;
using Warmpath.Mock.Batches;

namespace Warmpath.Tests.Mock.Batches;

public class BatchBodyTests
{
    [Fact]
    public void Requests_keep_their_order_and_their_params()
    {
        var requests = Read("""{"requests":[{"custom_id":"b","params":{"x":1}},{"custom_id":"A-_9","params":{}}]}""", out _)!;

        Assert.Equal(["b: {\"x\":1}", "A-_9: {}"], requests.Select(request => $"{request.CustomId}: {request.Params}"));
    }

    [Theory]
    [InlineData("{}", "requests: Field required")]
    [InlineData("""{"requests":[]}""", "requests: has to be a list")]
    [InlineData("""{"requests":{}}""", "requests: has to be a list")]
    [InlineData("""{"requests":[1]}""", "requests.0: has to be an object")]
    [InlineData("""{"requests":[{"params":{}}]}""", "requests.0.custom_id: Field required")]
    [InlineData("""{"requests":[{"custom_id":1,"params":{}}]}""", "requests.0.custom_id: String should match")]
    [InlineData("""{"requests":[{"custom_id":"","params":{}}]}""", "requests.0.custom_id: String should match")]
    [InlineData("""{"requests":[{"custom_id":"a.b","params":{}}]}""", "requests.0.custom_id: String should match")]
    [InlineData("""{"requests":[{"custom_id":"a\n","params":{}}]}""", "requests.0.custom_id: String should match")]
    [InlineData("""{"requests":[{"custom_id":"a","params":{}},{"custom_id":"a","params":{}}]}""", "requests.1.custom_id: has to be unique")]
    [InlineData("""{"requests":[{"custom_id":"a"}]}""", "requests.0.params: Field required")]
    [InlineData("""{"requests":[{"custom_id":"a","params":"x"}]}""", "requests.0.params: has to be an object")]
    public void A_batch_that_is_none_is_told_what_is_wrong_with_it(string body, string message)
    {
        Assert.Null(Read(body, out var told));
        Assert.StartsWith(message, told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_custom_id_has_at_most_64_letters(int length, bool taken) =>
        Assert.Equal(taken, Read("""{"requests":[{"custom_id":"ID","params":{}}]}""".Replace("ID", new('a', length), StringComparison.Ordinal), out _) is not null);

    [Fact]
    public void A_body_that_is_no_json_object_is_told_so()
    {
        Assert.Null(BatchBody.Read(null, out var error));
        Assert.Equal("invalid_request_error", error!.Type);
    }

    private static IReadOnlyList<BatchRequest>? Read(string json, out string? told)
    {
        var requests = BatchBody.Read(JsonElement.Parse(json), out var error);
        told = error?.Message;
        Assert.Equal(error is null, requests is not null);
        return requests;
    }
}
