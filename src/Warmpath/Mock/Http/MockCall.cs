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

    /// <summary>Path and query values are decoded.</summary>
    public required string Path { get; init; }

    public required IReadOnlyDictionary<string, string> Query { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body as a JSON object; null when it is none.</summary>
    public JsonElement? Json { get; init; }

    /// <summary>What this call meets; null when nothing is wrong.</summary>
    public Fault? Fault { get; init; }

    /// <summary>How its answer is to end badly; null when it may end well.</summary>
    public StreamEffect? Break { get; init; }
}
