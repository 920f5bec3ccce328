using System.Text.Json.Nodes;

namespace Warmpath.Tests.Mock.OpenAI;

/// <summary>Bodies of OpenAI's API.</summary>
internal static class Prompts
{
    public const string Responses = "/v1/responses";
    public const string Chat = "/v1/chat/completions";
    public const string Model = "gpt-6-sol";

    /// <summary>10,000 tokens and a little more, which are cached.</summary>
    public static string Long { get; } = new('s', 36_000);

    public static JsonObject Response(JsonNode? input, bool stream = false, string? instructions = null) => new()
    {
        ["model"] = Model,
        ["input"] = input,
        ["stream"] = stream,
        ["instructions"] = instructions,
    };

    public static JsonObject Completion(string text, bool stream = false, string? system = null)
    {
        var user = Message("user", text);
        return new()
        {
            ["model"] = Model,
            ["stream"] = stream,
            ["messages"] = system is null ? new JsonArray(user) : new JsonArray(Message("system", system), user),
        };
    }

    public static JsonObject Message(string role, string text) => new() { ["role"] = role, ["content"] = text };

    public static string Id(this JsonNode made) => made["id"]!.Text();

    /// <summary>The text of a response's first message.</summary>
    public static string OutputText(this JsonNode response) =>
        response["output"]!.AsArray().First(item => item!["type"]!.Text() == "message")!["content"]![0]!["text"]!.Text();

    public static int Cached(this JsonNode response) => response["usage"]!["input_tokens_details"]!["cached_tokens"].Number();

    /// <summary>It is an error in OpenAI's shape.</summary>
    public static async Task AssertOpenAIErrorAsync(this HttpResponseMessage response, int status, string type, string? code)
    {
        var error = (await response.Json())["error"]!;
        Assert.Equal((status, type, code), ((int)response.StatusCode, error["type"]!.Text(), error["code"]?.Text()));
        Assert.NotEmpty(error["message"]!.Text());
        Assert.True(error.AsObject().ContainsKey("param"));
    }
}
