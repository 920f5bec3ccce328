using System.Text.Json;
using System.Text.Json.Nodes;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Content;
using Warmpath.Mock.Http;
using Warmpath.Mock.Resources;

namespace Warmpath.Mock.OpenAI;

/// <summary><c>POST /v1/responses</c>, streamed and whole, <c>/v1/responses/compact</c> and <c>/v1/responses/input_tokens</c>.</summary>
internal sealed class ResponsesEndpoint(
    MockWorld world,
    OpenAIPromptReader prompts,
    ResourceStore<StoredResponse> responses,
    ResourceStore<MockConversation> conversations,
    TimeProvider time)
{
    /// <summary>What stands for a conversation that was compacted, in tokens.</summary>
    private const int CompactionTokens = 100;

    /// <returns>The error that is still to be sent; null when the call is answered.</returns>
    public async Task<ProviderError?> AnswerAsync(MockCall call)
    {
        var now = time.GetUtcNow();
        if (prompts.ReadResponse(call, now, out var error) is not { } prompt)
        {
            return error;
        }

        call.Log.Stream = prompt.Outline.Stream;
        return call.Route.Part switch
        {
            MockRoute.InputTokens => await CountAsync(call, prompt),
            MockRoute.Compact => await CompactAsync(call, prompt, now),
            _ => await RespondAsync(call, prompt, now),
        };
    }

    private async Task<ProviderError?> RespondAsync(MockCall call, OpenAIPrompt prompt, DateTimeOffset now)
    {
        var reply = prompt.Answer(call.Key.OrganizationId);
        if (world.Admit(call, prompt.Request(reply.OutputTokens), prompt.Model, now, out var admitted) is { } refused)
        {
            return refused;
        }

        var request = call.Json!.Value; // where there is a prompt there is a body
        var tools = OfferedTool.Read(request, prompt.Before.Concat(prompt.Input));
        var response = new Response(request, tools, reply, admitted!.Usage, now);
        Keep(call, request, prompt, response);
        return await PacedAnswer.WriteAsync(call, response, prompt.Outline.Stream, admitted, now, time);
    }

    /// <summary>Before it is answered: whoever has its id finds it, however the answer ends.</summary>
    private void Keep(MockCall call, JsonElement request, OpenAIPrompt prompt, Response response)
    {
        JsonElement[] added = [.. prompt.Input, .. response.Output.Select(item => JsonSerializer.SerializeToElement(item, MockJson.Provider))];
        if (prompt.Outline.Stores)
        {
            var isBackground = request.Member("background")?.ValueKind == JsonValueKind.True;
            responses.Add(
                call.WorkspaceId, new(response.Id, MockJson.Bytes(response.Whole()), prompt.Input, [.. prompt.Before, .. added], isBackground));
        }

        if (OpenAIPromptReader.ConversationOf(request) is { } conversation)
        {
            conversations.Change(call.WorkspaceId, conversation, before => before.With(added));
        }
    }

    private static Task<ProviderError?> CountAsync(MockCall call, OpenAIPrompt prompt) => WholeAnswer.WriteAsync(
        call, new JsonObject { ["object"] = "response.input_tokens", ["input_tokens"] = prompt.Tokens });

    /// <summary>The user's messages, and one item for all the rest.</summary>
    private async Task<ProviderError?> CompactAsync(MockCall call, OpenAIPrompt prompt, DateTimeOffset now)
    {
        if (world.Admit(call, prompt.Request(CompactionTokens), prompt.Model, now, out var admitted) is { } refused)
        {
            return refused;
        }

        call.Log.Usage = admitted!.Usage;
        if (admitted.Ends > now)
        {
            await Task.Delay(admitted.Ends - now, time, call.Answer.Aborted);
        }

        var users = prompt.Before.Concat(prompt.Input).Where(item => InputItems.IsMessage(item) && item.Text("role") == "user");
        var compaction = new JsonObject
        {
            ["id"] = MockIds.New("cmp_"), ["type"] = "compaction", ["encrypted_content"] = MockIds.New("compacted_"),
        };
        return await WholeAnswer.WriteAsync(call, new JsonObject
        {
            ["id"] = MockIds.New("resp_"),
            ["object"] = "response.compaction",
            ["created_at"] = now.ToUnixTimeSeconds(),
            ["output"] = new JsonArray([.. users.Select(item => JsonSerializer.SerializeToNode(item)), compaction]),
            ["usage"] = OpenAIUsage.OfResponse(admitted.Usage, new Reply([], "end_turn", CompactionTokens)),
        });
    }
}
