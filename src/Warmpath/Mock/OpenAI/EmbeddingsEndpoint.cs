using System.Text.Json;
using System.Text.Json.Nodes;
using Warmpath.Mock.Content;
using Warmpath.Mock.Http;
using Warmpath.Routing.Catalog;
using Warmpath.Routing.Outlines;
using Warmpath.Simulation.Providers;

namespace Warmpath.Mock.OpenAI;

/// <summary><c>POST /v1/embeddings</c> of one or several texts, or of tokens.</summary>
internal sealed class EmbeddingsEndpoint(MockWorld world, TimeProvider time)
{
    private const int DefaultDimensions = 1536;
    private const int MaximumDimensions = 3072;

    /// <returns>The error that is still to be sent; null when the call is answered.</returns>
    public async Task<ProviderError?> AnswerAsync(MockCall call)
    {
        // 1. Read.
        var now = time.GetUtcNow();
        if (OpenAIPromptReader.Check(call, PromptFormat.OpenAIEmbeddings, out var error) is not { } outline || call.Json is not { } root)
        {
            return error;
        }

        var inputs = Inputs(root);
        var dimensions = root.Number("dimensions") ?? (outline.Model.EndsWith("-large", StringComparison.Ordinal) ? MaximumDimensions : DefaultDimensions);
        if (inputs.Length == 0 || dimensions is < 1 or > MaximumDimensions)
        {
            return inputs.Length == 0 ? OpenAIErrors.Missing("input") : OpenAIErrors.InvalidRequest("Invalid 'dimensions'.", "dimensions");
        }

        // 2. Ask the model. Nothing of them is cached.
        var tokens = inputs.Sum(Tokens);
        var request = new ProviderRequest
        {
            ModelClass = ModelCatalog.BuiltIn.Facts(outline.Model, now).Class,
            Blocks = [new(UInt128.Zero, tokens, BlockKind.Text)],
            PrefixTokens = new[] { tokens },
            OutputTokens = 0,
            CountsAllTokens = true,
        };
        if (world.Admit(call, request, outline.Model, now, out var admitted) is { } refused)
        {
            return refused;
        }

        // 3. Answer.
        call.Log.Usage = admitted!.Usage;
        if (admitted.Ends > now)
        {
            await Task.Delay(admitted.Ends - now, time, call.Answer.Aborted);
        }

        var isBase64 = root.Text("encoding_format") == "base64";
        return await WholeAnswer.WriteAsync(call, new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. inputs.Select((input, i) => Json(new Embedding(input.GetRawText(), dimensions), i, isBase64))]),
            ["model"] = outline.Model,
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
        });
    }

    private static JsonObject Json(Embedding embedding, int index, bool isBase64) => new()
    {
        ["object"] = "embedding",
        ["index"] = index,
        ["embedding"] = isBase64 ? embedding.Base64() : new JsonArray([.. embedding.Values.Select(value => JsonValue.Create(value))]),
    };

    /// <summary>A string or a list of tokens is one input; a list of either, several.</summary>
    private static JsonElement[] Inputs(JsonElement root) => root.Member("input") switch
    {
        { ValueKind: JsonValueKind.String } text => [text],
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().FirstOrDefault().ValueKind == JsonValueKind.Number => [list],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray()],
        _ => [],
    };

    private static int Tokens(JsonElement input) => input.ValueKind == JsonValueKind.Array
        ? input.GetArrayLength()
        : MockTokenizer.Tokens(input.ValueKind == JsonValueKind.String ? input.GetString()! : input.GetRawText());
}
