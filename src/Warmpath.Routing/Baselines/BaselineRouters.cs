using Warmpath.Routing.Fleet;

namespace Warmpath.Routing.Baselines;

/// <summary>What others do with several keys (field-notes.md part 2): floor, ceiling and competition in <c>simulate</c>.</summary>
/// <remarks>None of them knows organizations or workspaces; to them a row is a key for one model.</remarks>
public static class BaselineRouters
{
    private static readonly Dictionary<string, Func<IReadOnlyList<KeyConfig>, BaselineOptions, IRouter>> Makers = new()
    {
        ["single-key"] = (keys, _) => new SingleKeyRouter(keys),
        ["round-robin"] = (keys, _) => new RoundRobinRouter(keys),
        ["random"] = (keys, options) => new RandomRouter(keys, options.Seed),
        ["least-busy"] = (keys, options) => new LeastBusyRouter(keys, options.Seed),
        ["rendezvous"] = (keys, _) => new RendezvousRouter(keys),
        ["9router"] = (keys, _) => new RendezvousRouter(keys, failsOver: true),
        ["session-sticky"] = (keys, _) => new SessionStickyRouter(keys),
        ["litellm-prompt-caching"] = (keys, options) => new LiteLlmRouter(keys, options, new LiteLlmPromptCaching(options)),
        ["litellm-session-affinity"] = (keys, options) => new LiteLlmRouter(keys, options, new LiteLlmSessionAffinity()),
        ["litellm-prompt-caching/retry-after"] = (keys, options) =>
            new LiteLlmRouter(keys, options with { LiteLlmForwardsRetryAfter = true }, new LiteLlmPromptCaching(options)),
        ["litellm-session-affinity/retry-after"] = (keys, options) =>
            new LiteLlmRouter(keys, options with { LiteLlmForwardsRetryAfter = true }, new LiteLlmSessionAffinity()),
        ["litellm-session-affinity/no-repin"] = (keys, options) => new LiteLlmRouter(keys, options, new LiteLlmSessionAffinity(repins: false)),
        ["litellm-both"] = (keys, options) => new LiteLlmRouter(keys, options, new LiteLlmPromptCaching(options), new LiteLlmSessionAffinity()),
        ["sglang-cache-aware"] = (keys, _) => new SglangRouter(keys),
        ["llm-d"] = (keys, options) => new LlmDRouter(keys, options.Seed),
        ["bifrost"] = (keys, options) => new PinRouter(keys, PinnedPeers.Bifrost, options.Seed),
        ["cliproxy"] = (keys, options) => new PinRouter(keys, PinnedPeers.CliProxy, options.Seed),
        ["cliproxy/fill-first"] = (keys, options) => new PinRouter(keys, PinnedPeers.CliProxy with { Unpinned = FirstChoice.Listed }, options.Seed),
        ["vercel"] = (keys, options) => new PinRouter(keys, PinnedPeers.Vercel, options.Seed),
        ["openrouter"] = (keys, options) => new PinRouter(keys, PinnedPeers.OpenRouter, options.Seed),
        ["crs"] = (keys, options) => new PinRouter(keys, PinnedPeers.ClaudeRelayService, options.Seed),
        ["new-api"] = (keys, options) => new PinRouter(keys, PinnedPeers.NewApi, options.Seed),
        ["ccflare"] = (keys, options) => new PinRouter(keys, PinnedPeers.CcFlare, options.Seed),
        ["claude-code-hub"] = (keys, options) => new ClaudeCodeHubRouter(keys, options.Seed),
        ["teamclaude"] = (keys, _) => new TeamClaudeRouter(keys, distributesSessions: false),
        ["teamclaude/distribute-sessions"] = (keys, _) => new TeamClaudeRouter(keys, distributesSessions: true),
        ["experiential"] = (keys, _) => new ExperientialRouter(keys, graded: false),
        ["experiential/graded"] = (keys, _) => new ExperientialRouter(keys, graded: true),
    };

    public static IReadOnlyList<string> Names { get; } = [.. Makers.Keys];

    /// <param name="keys">At least one; their order is the order in which people listed them.</param>
    /// <exception cref="ArgumentException">There is no such baseline, or no key.</exception>
    public static IRouter Create(string name, IReadOnlyList<KeyConfig> keys, BaselineOptions options) =>
        keys.Count == 0 ? throw new ArgumentException("A baseline needs a key.", nameof(keys))
        : Makers.TryGetValue(name, out var make) ? make(keys, options)
        : throw new ArgumentException($"There is no baseline '{name}'. There are: {string.Join(", ", Names)}.", nameof(name));
}
