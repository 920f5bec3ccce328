using System.Buffers;
using Warmpath.Routing;
using Warmpath.Routing.Catalog;
using Warmpath.Routing.Lineages;
using Warmpath.Routing.Outlines;
using Warmpath.Simulation.Providers;

namespace Warmpath.Simulation.Shadows;

/// <summary>A real request as shadows send it: the prompt in tokens that add up to the provider's count, its answer as long as the real one.</summary>
/// <remarks>Disposed when every shadow has served it.</remarks>
internal sealed class ShadowRequest : IDisposable
{
    private readonly int[] _prefixTokens;

    /// <param name="prefixTokens">For each block; copied.</param>
    public ShadowRequest(ServedRequest served, ModelFacts model, ReadOnlySpan<int> prefixTokens, Precedents? precedents)
    {
        (Served, Model, Precedents) = (served, model, precedents);
        var outline = served.Request.Outline;
        _prefixTokens = ArrayPool<int>.Shared.Rent(prefixTokens.Length);
        prefixTokens.CopyTo(_prefixTokens);
        var tokens = _prefixTokens.AsMemory(0, prefixTokens.Length);

        // The gateway's own rewriting belongs to the gateway's way alone.
        AsClientSent = Request(outline.AddsAutomaticBreakpoint ? [] : outline.Breakpoints);
        AsRouted = Request(served.HourMarkers.Count == 0
            ? outline.Breakpoints
            : [.. outline.Breakpoints.Select(marker => served.HourMarkers.Contains(marker) ? marker with { Lifetime = CacheLifetime.OneHour } : marker)]);

        ProviderRequest Request(Breakpoint[] breakpoints) => new()
        {
            ModelClass = model.Class,
            Blocks = outline.Blocks,
            PrefixTokens = tokens,
            Breakpoints = breakpoints,
            OutputTokens = (int)served.Usage.Output,
            MinimumCacheTokens = model.MinimumCacheTokens,
            Duration = (served.BeganAt - served.SentAt, served.EndedAt - served.SentAt),
        };
    }

    public ServedRequest Served { get; }

    public ModelFacts Model { get; }

    /// <summary>What it followed upon; null in an open loop.</summary>
    public Precedents? Precedents { get; }

    public ProviderRequest AsClientSent { get; }

    public ProviderRequest AsRouted { get; }

    /// <summary>The model's view of the real routing.</summary>
    public ShadowOutcome Routed { get; set; }

    public ShadowOutcome? RoundRobin { get; set; }

    public ShadowOutcome? SingleKey { get; set; }

    public void Dispose() => ArrayPool<int>.Shared.Return(_prefixTokens);
}
