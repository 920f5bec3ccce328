using System.Text.Json;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Files;
using Warmpath.Mock.Http;
using Warmpath.Mock.Resources;
using Warmpath.Routing.Catalog;
using Warmpath.Routing.Outlines;

namespace Warmpath.Mock.Content;

/// <summary>Reads prompts as the provider does before it answers them. Safe for several threads.</summary>
/// <param name="files">Those that prompts can refer to.</param>
internal sealed class PromptReader(ResourceStore<MockFile> files)
{
    private const int MaximumBreakpoints = 4;

    private readonly TokenCounts _tokens = new();

    /// <summary>The prompt that is the body of the call.</summary>
    /// <returns>The prompt, or null with the provider's error.</returns>
    public MockPrompt? Read(MockCall call, DateTimeOffset now, out ProviderError? error) =>
        Read(call, call.Body, call.Json, now, out error);

    /// <summary>A prompt that the call brings, in whichever place.</summary>
    /// <param name="json">The same as <paramref name="body"/>; null when that is no JSON object.</param>
    /// <returns>The prompt, or null with the provider's error.</returns>
    public MockPrompt? Read(MockCall call, ReadOnlySpan<byte> body, JsonElement? json, DateTimeOffset now, out ProviderError? error)
    {
        var outline = OutlineReader.Read(body, out var fault);
        if (outline is null || json is not { } root)
        {
            error = ProviderError.InvalidRequest(fault?.Message ?? "The request body is not valid JSON");
            return null;
        }

        if (MessageBody.Read(root, out error) is not { } message)
        {
            return null;
        }

        var facts = ModelCatalog.BuiltIn.Facts(outline.Model, now);
        error = Check(outline)
            ?? MissingFile(call, root)
            ?? (call.Key.Organization.ChecksThinking && facts.Thinking != ThinkingBinding.None
                ? ThinkingHistory.Mismatch(outline, message, call.Key.OrganizationId)
                : null);
        if (error is not null)
        {
            return null;
        }

        var blocks = ThinkingHistory.Readable(outline, message, facts.Thinking, call.Key.OrganizationId);
        return new(outline, message, facts, _tokens.Count(blocks));
    }

    /// <returns>The 404 for the first file that the prompt refers to and the caller's workspace has not; null when it has all.</returns>
    public ProviderError? MissingFile(MockCall call, JsonElement prompt) =>
        FileReferences.In(prompt).FirstOrDefault(id => files.Find(call.WorkspaceId, id) is null) is { } missing
            ? ProviderError.NotFound($"File not found: {missing}")
            : null;

    private static ProviderError? Check(Outline outline)
    {
        if (MockModels.Find(outline.Model) is null)
        {
            return ProviderError.NotFound($"model: {outline.Model}");
        }

        if (outline.Breakpoints.Length > MaximumBreakpoints)
        {
            return ProviderError.InvalidRequest(
                $"A maximum of {MaximumBreakpoints} blocks with cache_control may be provided. Found {outline.Breakpoints.Length}.");
        }

        // Longer lifetimes stand before shorter ones (providers.md 2.1).
        var lifetimes = outline.Breakpoints.Select(breakpoint => breakpoint.Lifetime);
        return lifetimes.SequenceEqual(lifetimes.OrderDescending())
            ? null
            : ProviderError.InvalidRequest("cache_control: a block with ttl='1h' must not come after one with ttl='5m'");
    }
}
