using System.Text.Json;
using System.Text.RegularExpressions;
using Warmpath.Mock.Http;

namespace Warmpath.Mock.Batches;

/// <summary>What a batch is made from.</summary>
/// <remarks>The params of its requests are not judged here: what is wrong with them shows in a request's result alone.</remarks>
internal static partial class BatchBody
{
    /// <summary>Requests of the largest batch (providers.md 1.2).</summary>
    private const int MaximumRequests = 100_000;

    private const string CustomIdPattern = "^[a-zA-Z0-9_-]{1,64}$";

    /// <param name="json">The call's body; null when that is no JSON object.</param>
    /// <returns>The requests in order, at least one; or null with the provider's error, which names the first that is wrong.</returns>
    public static IReadOnlyList<BatchRequest>? Read(JsonElement? json, out ProviderError? error)
    {
        error = null;
        if (json is not { } root)
        {
            error = ProviderError.InvalidRequest("The request body is not valid JSON");
            return null;
        }

        var elements = root.Elements("requests");
        var count = elements.Count();
        if (count is 0 or > MaximumRequests)
        {
            error = ProviderError.InvalidRequest(root.TryGetProperty("requests", out _)
                ? $"requests: has to be a list of 1 to {MaximumRequests} requests"
                : "requests: Field required");
            return null;
        }

        var requests = new List<BatchRequest>(count);
        var ids = new HashSet<string>(count);
        foreach (var element in elements)
        {
            if (Wrong(element, ids) is { } wrong)
            {
                error = ProviderError.InvalidRequest($"requests.{requests.Count}{wrong}");
                return null;
            }

            requests.Add(new(element.Text("custom_id")!, element.GetProperty("params"))); // nothing is wrong with it, so it has both
        }

        return requests;
    }

    /// <param name="ids">Those that there were before; its own is added.</param>
    private static string? Wrong(JsonElement request, HashSet<string> ids)
    {
        if (request.ValueKind != JsonValueKind.Object)
        {
            return ": has to be an object";
        }

        if (!request.TryGetProperty("custom_id", out _))
        {
            return ".custom_id: Field required";
        }

        if (request.Text("custom_id") is not { } id || !CustomId().IsMatch(id))
        {
            return $".custom_id: String should match pattern '{CustomIdPattern}'";
        }

        if (!ids.Add(id))
        {
            return $".custom_id: has to be unique, and '{id}' is another request's";
        }

        if (!request.TryGetProperty("params", out var body))
        {
            return ".params: Field required";
        }

        return body.ValueKind == JsonValueKind.Object ? null : ".params: has to be an object";
    }

    // \z, since $ lets a line end pass.
    [GeneratedRegex(@"^[a-zA-Z0-9_-]{1,64}\z")]
    private static partial Regex CustomId();
}
