using System.Text.Json;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Faults;
using Warmpath.Mock.Requests;

namespace Warmpath.Mock.Http;

/// <summary>A call that was let in.</summary>
internal sealed class MockCall
{
    public required MockAnswer Answer { get; init; }

    public required MockRequest Log { get; init; }

    public required MockKey Key { get; init; }

    /// <summary>The one of the key's workspaces that it works in.</summary>
    public required string Workspace { get; init; }

    /// <summary>As in the header <c>anthropic-workspace-id</c> or <c>openai-project</c>.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>Whose API it speaks.</summary>
    public required Dialect Dialect { get; init; }

    public required MockRoute Route { get; init; }

    public required string Method { get; init; }

    /// <summary>Scheme and host as the caller wrote them, such as <c>http://127.0.0.1:4242</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>Values are decoded; those of one name are joined by commas.</summary>
    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary>Of the body; null when it names none.</summary>
    public string? ContentType { get; init; }

    public required byte[] Body { get; init; }

    /// <summary>The body as a JSON object; null when it is none.</summary>
    public JsonElement? Json { get; init; }

    /// <summary>What this call meets; null when nothing is wrong.</summary>
    public Fault? Fault { get; init; }

    /// <summary>How its answer is to end badly; null when it may end well.</summary>
    public StreamEffect? Break { get; init; }
}
