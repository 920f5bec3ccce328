using System.Text.Json.Nodes;
using Warmpath.Mock.Http;
using Warmpath.Mock.Resources;

namespace Warmpath.Mock.OpenAI;

/// <summary><c>/v1/responses/{id}</c>: look and delete; <c>…/cancel</c>; <c>…/input_items</c>: list. In the project that made it only.</summary>
internal sealed class StoredResponsesEndpoint(ResourceStore<StoredResponse> responses)
{
    /// <summary>Responses held, of all projects; see <see cref="ResourceStore{T}"/> for what happens beyond.</summary>
    public const int Capacity = 10_000;

    /// <summary>And what they may have in bytes, conversations included.</summary>
    public const long MaximumBytes = 256 * 1024 * 1024;

    /// <returns>The error that is still to be sent; null when the call is answered.</returns>
    public async Task<ProviderError?> AnswerAsync(MockCall call, string id)
    {
        if (responses.Find(call.WorkspaceId, id) is not { } response)
        {
            return OpenAIErrors.NoResponse(id);
        }

        if (call.Method == HttpMethods.Delete)
        {
            responses.Remove(call.WorkspaceId, id);
            return await WholeAnswer.WriteAsync(call, new JsonObject { ["id"] = id, ["object"] = "response", ["deleted"] = true });
        }

        if (call.Route.Part == MockRoute.InputItems)
        {
            return ItemList.Of(response.Input, call.Query, out var error) is { } list ? await WholeAnswer.WriteAsync(call, list) : error;
        }

        // One in the background is done before anybody can cancel it, and then stays what it is.
        return call.Route.Part == MockRoute.Cancel && !response.IsBackground
            ? OpenAIErrors.InvalidRequest("Cannot cancel a synchronous response.")
            : await WholeAnswer.WriteAsync(call, MockJson.ContentType, response.Body);
    }
}
