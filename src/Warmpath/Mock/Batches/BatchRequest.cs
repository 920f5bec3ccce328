using System.Text.Json;

namespace Warmpath.Mock.Batches;

/// <summary>One request of a batch.</summary>
/// <param name="CustomId">What its result is found by.</param>
/// <param name="Params">A JSON object: a Messages body, if it is a good one.</param>
internal sealed record BatchRequest(string CustomId, JsonElement Params);
