using Warmpath.Mock.Accounts;
using Warmpath.Mock.Http;
using Warmpath.Routing.Catalog;
using Warmpath.Routing.Outlines;

namespace Warmpath.Mock.Content;

/// <summary>A prompt that the provider takes.</summary>
/// <param name="Blocks">In tokens, and as this organization can read them.</param>
internal sealed record MockPrompt(Outline Outline, MessageBody Body, ModelFacts Facts, Block[] Blocks)
{
    private const int MaximumBreakpoints = 4;

    public string Model => Outline.Model;

    /// <summary>Digest of the whole prompt.</summary>
    public UInt128 Digest => Outline.Blocks.Length == 0 ? UInt128.Zero : Outline.Blocks[^1].Digest;

    /// <returns>The prompt, or null with the provider's error.</returns>
    public static MockPrompt? Read(MockCall call, TokenCounts tokens, DateTimeOffset now, out ProviderError? error)
    {
        var outline = OutlineReader.Read(call.Body.Span, out var fault);
        if (outline is null || call.Json is not { } json)
        {
            error = ProviderError.InvalidRequest(fault?.Message ?? "The request body is not valid JSON");
            return null;
        }

        if (MessageBody.Read(json, out error) is not { } body)
        {
            return null;
        }

        var facts = ModelCatalog.BuiltIn.Facts(outline.Model, now);
        error = Check(outline)
            ?? (call.Key.Organization.ChecksThinking && facts.Thinking != ThinkingBinding.None
                ? ThinkingHistory.Mismatch(outline, body, call.Key.OrganizationId)
                : null);
        if (error is not null)
        {
            return null;
        }

        var blocks = ThinkingHistory.Readable(outline, body, facts.Thinking, call.Key.OrganizationId);
        return new(outline, body, facts, tokens.Count(blocks));
    }

    private static ProviderError? Check(Outline outline)
    {
        if (MockModels.Find(outline.Model) is null)
        {
            return new(StatusCodes.Status404NotFound, "not_found_error", $"model: {outline.Model}");
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
