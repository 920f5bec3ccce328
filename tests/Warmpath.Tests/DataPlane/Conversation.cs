using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Warmpath.Tests.Cli;

namespace Warmpath.Tests.DataPlane;

/// <summary>An agent's conversation over HTTP: a marked front, turns that grow, the last one marked.</summary>
internal sealed class Conversation(Fleet fleet, string session, string front, string? agent = null) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(fleet.Gateway.Url), Timeout = TimeSpan.FromSeconds(100) };
    private readonly List<(string Role, string Text)> _turns = [];

    public string Model { get; init; } = "claude-sonnet-4-6";

    /// <summary>Whether it sets cache markers.</summary>
    public bool Marks { get; init; } = true;

    /// <summary>What the last turn sent.</summary>
    public string LastBody { get; private set; } = "";

    /// <summary>About as many tokens as a quarter of its characters.</summary>
    public static string Front(string name, int characters) => string.Concat(Enumerable.Repeat($"{name} ", (characters / (name.Length + 1)) + 1))[..characters];

    /// <summary>As if these turns had been served before.</summary>
    public Conversation After(IEnumerable<string> turns)
    {
        _turns.AddRange(turns.SelectMany(text => new[] { ("user", text), ("assistant", "ok") }));
        return this;
    }

    public async Task<Answer> TurnAsync(string text, bool stream = true, CancellationToken cancellationToken = default)
    {
        _turns.Add(("user", text));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages?beta=true")
        {
            Content = new StringContent(LastBody = Body(stream), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-api-key", fleet.VirtualKey);
        request.Headers.Add("anthropic-version", "2023-06-01");
        request.Headers.Add("x-claude-code-session-id", session);
        if (agent is not null)
        {
            request.Headers.Add("x-claude-code-agent-id", agent);
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        _turns.Add(("assistant", "ok"));
        return new(response.StatusCode, response.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase), body);
    }

    public void Dispose() => _http.Dispose();

    private string Body(bool stream)
    {
        var marker = new JsonObject { ["type"] = "ephemeral" };
        var messages = new JsonArray();
        for (var i = 0; i < _turns.Count; i++)
        {
            var block = new JsonObject { ["type"] = "text", ["text"] = _turns[i].Text };
            if (Marks && i == _turns.Count - 1)
            {
                block["cache_control"] = marker.DeepClone();
            }

            messages.Add(new JsonObject { ["role"] = _turns[i].Role, ["content"] = new JsonArray(block) });
        }

        var system = new JsonObject { ["type"] = "text", ["text"] = front };
        if (Marks)
        {
            system["cache_control"] = marker.DeepClone();
        }

        return new JsonObject
        {
            ["model"] = Model,
            ["max_tokens"] = 100,
            ["stream"] = stream,
            ["system"] = new JsonArray(system),
            ["messages"] = messages,
        }.ToJsonString();
    }
}

/// <summary>What came back from the gateway, with its own headers at hand.</summary>
internal sealed record Answer(HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string? Key => Headers.GetValueOrDefault("x-warmpath-key");

    public string RequestId => Headers["x-warmpath-request-id"];

    public string[] Decision => Headers.GetValueOrDefault("x-warmpath-decision")?.Split(',') ?? [];

    public bool IsWhole => Status == HttpStatusCode.OK && Body.Contains("event: message_stop", StringComparison.Ordinal);
}
