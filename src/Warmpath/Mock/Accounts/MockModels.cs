using Warmpath.Mock.Resources;

namespace Warmpath.Mock.Accounts;

/// <summary>The models that the mock has: those on sale at the time of providers.md 3.</summary>
internal static class MockModels
{
    /// <summary>Newest first, as the provider lists them.</summary>
    public static readonly IReadOnlyList<MockModel> All =
    [
        new("claude-fable-5-2", "Claude Fable 5.2"),
        new("claude-haiku-5-5", "Claude Haiku 5.5"),
        new("claude-sonnet-5-5", "Claude Sonnet 5.5"),
        new("claude-opus-5-5", "Claude Opus 5.5"),
        new("claude-fable-5-1", "Claude Fable 5.1"),
        new("claude-fable-5", "Claude Fable 5"),
        new("claude-sonnet-5", "Claude Sonnet 5"),
        new("claude-opus-5", "Claude Opus 5"),
        new("claude-opus-4-8", "Claude Opus 4.8"),
        new("claude-opus-4-7", "Claude Opus 4.7"),
        new("claude-sonnet-4-6", "Claude Sonnet 4.6"),
        new("claude-opus-4-6", "Claude Opus 4.6"),
        new("claude-opus-4-5-20251101", "Claude Opus 4.5"),
        new("claude-haiku-4-5-20251001", "Claude Haiku 4.5"),
        new("claude-sonnet-4-5-20250929", "Claude Sonnet 4.5"),
    ];

    /// <summary>By id; a dated one also without its date.</summary>
    public static MockModel? Find(string id) => All.FirstOrDefault(model => model.Id == id || model.Alias == id);
}

/// <summary>A model in <c>GET /v1/models</c>.</summary>
internal sealed record MockModel(string Id, string DisplayName) : IListed
{
    /// <summary>The id without its date, where it has one.</summary>
    public string Alias => Id.Length > 9 && Id[^9] == '-' && Id[^8..].All(char.IsAsciiDigit) ? Id[..^9] : Id;
}
