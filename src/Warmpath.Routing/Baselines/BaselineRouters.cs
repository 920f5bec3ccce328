using Warmpath.Routing.Fleet;

namespace Warmpath.Routing.Baselines;

/// <summary>What others do with several keys (field-notes.md part 2): floor, ceiling and competition in <c>simulate</c>.</summary>
/// <remarks>None of them knows organizations or workspaces; to them a row is a key for one model.</remarks>
public static class BaselineRouters
{
    private static readonly Dictionary<string, Baseline> Baselines = new()
    {
        ["single-key"] = new((keys, _) => new SingleKeyRouter(keys)),
        ["round-robin"] = new((keys, _) => new RoundRobinRouter(keys)),
        ["random"] = new((keys, options) => new RandomRouter(keys, options.Seed)),
        ["least-busy"] = new((keys, options) => new LeastBusyRouter(keys, options.Seed)),
        ["rendezvous"] = new((keys, _) => new RendezvousRouter(keys)),
        ["9router"] = new((keys, _) => new RendezvousRouter(keys, failsOver: true), RendezvousRouter.Assumption),
        ["session-sticky"] = new((keys, _) => new SessionStickyRouter(keys)),
        ["litellm-prompt-caching"] = new((keys, options) => new LiteLlmRouter(keys, options, new LiteLlmPromptCaching(options))),
        ["litellm-session-affinity"] = new((keys, options) => new LiteLlmRouter(keys, options, new LiteLlmSessionAffinity())),
        ["litellm-prompt-caching/retry-after"] = new((keys, options) =>
            new LiteLlmRouter(keys, options with { LiteLlmForwardsRetryAfter = true }, new LiteLlmPromptCaching(options))),
        ["litellm-session-affinity/retry-after"] = new((keys, options) =>
            new LiteLlmRouter(keys, options with { LiteLlmForwardsRetryAfter = true }, new LiteLlmSessionAffinity())),
        ["litellm-session-affinity/no-repin"] = new(
            (keys, options) => new LiteLlmRouter(keys, options, new LiteLlmSessionAffinity(repins: false)),
            "an hour of a pin is counted from the last attempt on its own row"),
        ["litellm-both"] = new(
            (keys, options) => new LiteLlmRouter(keys, options, new LiteLlmPromptCaching(options), new LiteLlmSessionAffinity()),
            "prompt_caching is registered before session_affinity"),
        ["sglang-cache-aware"] = new((keys, _) => new SglangRouter(keys)),
        ["llm-d"] = new((keys, options) => new LlmDRouter(keys, options.Seed), LlmDRouter.Assumptions),
        ["bifrost"] = Pinned(PinnedPeers.Bifrost),
        ["cliproxy"] = Pinned(PinnedPeers.CliProxy),
        ["cliproxy/fill-first"] = Pinned(PinnedPeers.CliProxy with { Unpinned = FirstChoice.Listed }),
        ["vercel"] = Pinned(PinnedPeers.Vercel),
        ["openrouter"] = Pinned(PinnedPeers.OpenRouter),
        ["crs"] = Pinned(PinnedPeers.ClaudeRelayService),
        ["new-api"] = Pinned(PinnedPeers.NewApi),
        ["ccflare"] = Pinned(PinnedPeers.CcFlare),
        ["ccflare/longer-rest"] = Pinned(PinnedPeers.CcFlareLongerRest),
        ["claude-code-hub"] = new((keys, options) => new ClaudeCodeHubRouter(keys, options.Seed), ClaudeCodeHubRouter.Assumptions),
        ["teamclaude"] = new((keys, _) => new TeamClaudeRouter(keys, distributesSessions: false), TeamClaudeRouter.Assumptions),
        ["teamclaude/distribute-sessions"] = new((keys, _) => new TeamClaudeRouter(keys, distributesSessions: true), TeamClaudeRouter.Assumptions),
        ["experiential"] = new((keys, _) => new ExperientialRouter(keys, graded: false), ExperientialRouter.Assumptions),
        ["experiential/graded"] = new((keys, _) => new ExperientialRouter(keys, graded: true), ExperientialRouter.Assumptions),
    };

    public static IReadOnlyList<string> Names { get; } = [.. Baselines.Keys];

    /// <returns>What the project behind a baseline does not document and is taken to do here, for people to read; empty when there is nothing.</returns>
    public static IReadOnlyList<string> AssumptionsOf(string name) => Baselines.TryGetValue(name, out var baseline) ? baseline.Assumptions : [];

    /// <param name="keys">At least one; their order is the order in which people listed them.</param>
    /// <exception cref="ArgumentException">There is no such baseline, or no key.</exception>
    public static IRouter Create(string name, IReadOnlyList<KeyConfig> keys, BaselineOptions options) =>
        keys.Count == 0 ? throw new ArgumentException("A baseline needs a key.", nameof(keys))
        : Baselines.TryGetValue(name, out var baseline) ? baseline.Make(keys, options)
        : throw new ArgumentException($"There is no baseline '{name}'. There are: {string.Join(", ", Names)}.", nameof(name));

    private static Baseline Pinned(PinOptions peer) => new((keys, options) => new PinRouter(keys, peer, options.Seed), [.. peer.Assumptions]);

    private sealed record Baseline(Func<IReadOnlyList<KeyConfig>, BaselineOptions, IRouter> Make, params string[] Assumptions);
}
