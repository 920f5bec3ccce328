using System.Text;
using System.Text.Json.Nodes;

namespace Warmpath.Demo;

/// <summary>A conversation as an agent sends it: tools, a system text, and messages, with cache markers where Claude Code puts them.</summary>
/// <param name="speciality">Who talks: those of one speciality share their front.</param>
/// <param name="agentId">Null for the main conversation of a session.</param>
/// <param name="size">Characters of the system text.</param>
internal sealed class DemoConversation(string speciality, string session, string? agentId, int size)
{
    private readonly List<(string Role, string Text)> _messages = [("user", "Please look at this.")];

    public string Session => session;

    public string? AgentId => agentId;

    /// <summary>The answer, and what the developer or a tool says to it.</summary>
    public void Grow(int characters)
    {
        _messages.Add(("assistant", "Done; here is what I found."));
        _messages.Add(("user", Filler($"{speciality} {_messages.Count}", characters)));
    }

    /// <param name="answerTokens">How long the mock's answer shall be.</param>
    public JsonObject Body(int answerTokens) => new()
    {
        ["model"] = "claude-sonnet-5-5",
        ["max_tokens"] = 8192,
        ["stream"] = true,
        ["system"] = new JsonArray(Marked("You are an agent."), Marked(Filler(speciality, size))),
        ["messages"] = new JsonArray([.. _messages.Select((message, index) => (JsonNode)Message(message.Role, message.Text, index == _messages.Count - 1, answerTokens))]),
    };

    private static JsonObject Message(string role, string text, bool last, int answerTokens) => new()
    {
        ["role"] = role,
        // The mock's directive stands after the marker: what differs from turn to turn must not be cached.
        ["content"] = last ? new JsonArray(Marked(text), Plain($"[[tokens: {answerTokens}]]")) : new JsonArray(Plain(text)),
    };

    private static JsonObject Plain(string text) => new() { ["type"] = "text", ["text"] = text };

    private static JsonObject Marked(string text)
    {
        var block = Plain(text);
        block["cache_control"] = new JsonObject { ["type"] = "ephemeral" };
        return block;
    }

    private static string Filler(string seed, int characters)
    {
        var text = new StringBuilder(characters + 40);
        for (var line = 1; text.Length < characters; line++)
        {
            text.Append("line ").Append(line).Append(" of ").Append(seed).AppendLine(": the quick brown fox");
        }

        return text.ToString();
    }
}
