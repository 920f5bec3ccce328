using System.Text.Json.Serialization;
using Warmpath.Routing;

namespace Warmpath.Mock.Requests;

/// <summary>One request that the mock received, as far as it came. Neither credentials nor, unless asked to, prompts.</summary>
public sealed class MockRequest
{
    /// <summary>From 1, in the order of arrival.</summary>
    public long Number { get; internal set; }

    public required DateTimeOffset At { get; init; }

    /// <summary>As in the answer's header <c>request-id</c> or <c>x-request-id</c>.</summary>
    public required string RequestId { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    /// <summary>Name of the key; null when the credential names none.</summary>
    public string? Key { get; internal set; }

    public string? Organization { get; internal set; }

    public string? Workspace { get; internal set; }

    public string? Model { get; internal set; }

    public bool Stream { get; internal set; }

    /// <summary><c>x-claude-code-session-id</c>, or Codex's <c>session-id</c>.</summary>
    public string? Session { get; init; }

    /// <summary><c>x-claude-code-agent-id</c>: a subagent's.</summary>
    public string? Agent { get; init; }

    /// <summary>Name of the fault that this request met.</summary>
    public string? Fault { get; internal set; }

    /// <summary>0 as long as no answer has begun.</summary>
    public int Status { get; internal set; }

    /// <summary>What the request was charged; null when it was not admitted.</summary>
    public Usage? Usage { get; internal set; }

    /// <summary>When the answer's body ended; null as long as it has not, and for ever when the connection was cut.</summary>
    public DateTimeOffset? Ended { get; internal set; }

    public long BodyBytes { get; internal set; }

    /// <summary>Request headers, credentials left out.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The body as received; empty unless <see cref="MockOptions.KeepBodies"/>.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Body { get; internal set; }
}
