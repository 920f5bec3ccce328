using System.Text.Json;
using System.Text.Json.Nodes;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Http;
using Warmpath.Mock.Resources;

namespace Warmpath.Mock.OpenAI;

/// <summary>
/// <c>/v1/conversations</c>: make; <c>/v1/conversations/{id}</c>: look, change, delete; <c>…/items</c>: list and add; <c>…/items/{item}</c>:
/// look and delete. In the project that made it only.
/// </summary>
internal sealed class ConversationsEndpoint(ResourceStore<MockConversation> conversations, TimeProvider time)
{
    /// <summary>Conversations held, of all projects; see <see cref="ResourceStore{T}"/> for what happens beyond.</summary>
    public const int Capacity = 10_000;

    /// <summary>And what they may have in bytes.</summary>
    public const long MaximumBytes = 256 * 1024 * 1024;

    private static readonly JsonElement NoMetadata = JsonSerializer.SerializeToElement(new { });

    /// <returns>The error that is still to be sent; null when the call is answered.</returns>
    public async Task<ProviderError?> AnswerAsync(MockCall call)
    {
        if (call.Method == HttpMethods.Post && call.Json is null && call.Body.Length > 0)
        {
            return OpenAIErrors.InvalidRequest("We could not parse the JSON body of your request.");
        }

        if (call.Route.Id is not { } id)
        {
            return await MakeAsync(call);
        }

        if (conversations.Find(call.WorkspaceId, id) is not { } conversation)
        {
            return OpenAIErrors.NoConversation(id);
        }

        return (call.Method, call.Route.Part) switch
        {
            ("GET", null) => await WholeAnswer.WriteAsync(call, conversation.Json()),
            ("POST", null) => await ChangeAsync(call, before => before with { Metadata = MetadataOf(call) ?? before.Metadata }),
            (_, null) => await DeleteAsync(call, id),
            _ when call.Route.Item is { } item => await ItemAsync(call, conversation, item),
            ("GET", _) => ItemList.Of(conversation.Items, call.Query, out var error) is { } list ? await WholeAnswer.WriteAsync(call, list) : error,
            _ => await AddAsync(call, id),
        };
    }

    private async Task<ProviderError?> MakeAsync(MockCall call)
    {
        if (ItemsOf(call) is not { } items)
        {
            return WrongItems();
        }

        var conversation = new MockConversation(MockIds.New("conv_"), MetadataOf(call) ?? NoMetadata, items, time.GetUtcNow());
        conversations.Add(call.WorkspaceId, conversation);
        return await WholeAnswer.WriteAsync(call, conversation.Json());
    }

    private async Task<ProviderError?> ChangeAsync(MockCall call, Func<MockConversation, MockConversation> change) =>
        conversations.Change(call.WorkspaceId, call.Route.Id!, change) is { } changed
            ? await WholeAnswer.WriteAsync(call, changed.Json())
            : OpenAIErrors.NoConversation(call.Route.Id!);

    private async Task<ProviderError?> DeleteAsync(MockCall call, string id)
    {
        conversations.Remove(call.WorkspaceId, id);
        return await WholeAnswer.WriteAsync(call, new JsonObject { ["id"] = id, ["object"] = "conversation.deleted", ["deleted"] = true });
    }

    private async Task<ProviderError?> AddAsync(MockCall call, string id)
    {
        if (ItemsOf(call) is not { Length: > 0 } items)
        {
            return WrongItems();
        }

        conversations.Change(call.WorkspaceId, id, before => before.With(items));
        return await WholeAnswer.WriteAsync(call, ItemList.Json(items));
    }

    private async Task<ProviderError?> ItemAsync(MockCall call, MockConversation conversation, string item)
    {
        var found = Array.FindIndex(conversation.Items, each => each.Text("id") == item);
        return found < 0 ? OpenAIErrors.NotFound($"Item with id '{item}' not found in conversation.")
            : call.Method == HttpMethods.Delete
                ? await ChangeAsync(call, before => before with { Items = [.. before.Items.Where(each => each.Text("id") != item)] })
            : await WholeAnswer.WriteAsync(call, conversation.Items[found]);
    }

    private static ProviderError WrongItems() =>
        OpenAIErrors.InvalidRequest("Invalid type for 'items': expected a list of items.", "items", "invalid_type");

    private static JsonElement[]? ItemsOf(MockCall call) =>
        call.Json is not { } root ? [] : InputItems.Read(root, "items") is { } items ? [.. items.Select(InputItems.Stored)] : null;

    private static JsonElement? MetadataOf(MockCall call) =>
        call.Json?.Member("metadata") is { ValueKind: JsonValueKind.Object } metadata ? metadata.Clone() : null;
}
