using System.Text.Json.Nodes;
using Warmpath.Mock.Http;

namespace Warmpath.Mock.Batches;

/// <summary>What became of a request of a batch.</summary>
/// <param name="Line">Its line of the results, with the line end.</param>
internal sealed record BatchResult(string CustomId, BatchOutcome Outcome, byte[] Line)
{
    public static BatchResult Succeeded(string customId, JsonObject message) =>
        Of(customId, BatchOutcome.Succeeded, new() { ["type"] = "succeeded", ["message"] = message });

    /// <param name="error">The body of an error's answer.</param>
    public static BatchResult Errored(string customId, JsonObject error) =>
        Of(customId, BatchOutcome.Errored, new() { ["type"] = "errored", ["error"] = error });

    /// <summary>The same request's, had it been canceled.</summary>
    public BatchResult Canceled() => Of(CustomId, BatchOutcome.Canceled, new() { ["type"] = "canceled" });

    private static BatchResult Of(string customId, BatchOutcome outcome, JsonObject result) =>
        new(customId, outcome, [.. MockJson.Bytes(new JsonObject { ["custom_id"] = customId, ["result"] = result }), (byte)'\n']);
}
