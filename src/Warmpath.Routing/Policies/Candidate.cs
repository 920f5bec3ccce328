using Warmpath.Routing.Fleet;
using Warmpath.Routing.Lifetimes;
using Warmpath.Routing.Limits;
using Warmpath.Routing.Warmth;

namespace Warmpath.Routing.Policies;

/// <summary>Why a candidate cannot go at once.</summary>
internal enum DelayCause : byte
{
    None,
    Limit,
    Throttle,
    Upstream,
    Sibling,
    Credit,
}

/// <summary>One way to serve the request: this key, after this delay, with these tokens.</summary>
/// <param name="Limits">What has to admit it.</param>
/// <param name="Pool">Of these the one that it waits for, if it does.</param>
/// <param name="Expected">At the time of sending: what dies during the delay counts as cold.</param>
/// <param name="Read">The entry that would be read; null when none.</param>
/// <param name="Sibling">The entry in flight that the delay waits for; null for other delays.</param>
/// <param name="WaitCaused">Seconds that others will wait because this request takes its tokens there.</param>
/// <param name="Lifetime">What the markers would say there.</param>
internal readonly record struct Candidate(
    KeyState Key,
    LimitScope Limits,
    LimitPool Pool,
    bool AtHome,
    TokenForecast Expected,
    WarmEntry? Read,
    TimeSpan Delay,
    DelayCause Cause,
    WarmEntry? Sibling,
    double WaitCaused,
    LifetimeChoice Lifetime);
