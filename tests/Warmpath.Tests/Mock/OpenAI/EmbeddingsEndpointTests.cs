using System.Text.Json.Nodes;

namespace Warmpath.Tests.Mock.OpenAI;

public class EmbeddingsEndpointTests
{
    private const string Path = "/v1/embeddings";

    [Fact]
    public async Task The_same_text_has_the_same_vector_of_length_one_in_either_encoding()
    {
        await using var mock = await MockClient.StartAsync();
        var plain = await mock.AnswerAsync(Body(new JsonArray("a", "b", "a")), path: Path);
        var packed = await mock.AnswerAsync(Body("a", "base64"), path: Path);

        var vectors = plain["data"]!.AsArray().Select(each => each!["embedding"]!.AsArray().Select(value => value!.GetValue<float>()).ToArray()).ToArray();
        Assert.Equal(vectors[0], vectors[2]);
        Assert.NotEqual(vectors[0], vectors[1]);
        Assert.Equal(1, vectors[0].Sum(value => value * value), 5);
        Assert.Equal(vectors[0], System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(packed["data"]![0]!["embedding"]!.Text())).ToArray());
        Assert.Equal([0, 1, 2], plain["data"]!.AsArray().Select(each => each!["index"].Number()));
        Assert.Equal(3, plain["usage"]!["prompt_tokens"].Number());
    }

    [Theory]
    [InlineData("[1,2,3]", 1, 3)]
    [InlineData("[[1,2,3],[4]]", 2, 4)]
    [InlineData("\"a text of 18 bytes\"", 1, 5)]
    public async Task Texts_and_lists_of_tokens_are_taken(string input, int vectors, int tokens)
    {
        await using var mock = await MockClient.StartAsync();
        var answer = await mock.AnswerAsync(Body(JsonNode.Parse(input)!), path: Path);

        Assert.Equal((vectors, tokens), (answer["data"]!.AsArray().Count, answer["usage"]!["total_tokens"].Number()));
        Assert.Equal(tokens, mock.Server.Requests.List()[^1].Usage!.Value.Input);
    }

    [Fact]
    public async Task Without_input_it_is_refused()
    {
        await using var mock = await MockClient.StartAsync();
        using var response = await mock.PostAsync(Body(null), path: Path);

        await response.AssertOpenAIErrorAsync(400, "invalid_request_error", "missing_required_parameter");
    }

    private static JsonObject Body(JsonNode? input, string encoding = "float") => new()
    {
        ["model"] = "text-embedding-3-small", ["input"] = input, ["encoding_format"] = encoding, ["dimensions"] = 8,
    };
}
