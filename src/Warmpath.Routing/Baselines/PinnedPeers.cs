namespace Warmpath.Routing.Baselines;

/// <summary>The peers that pin sessions to keys, with the values of field-notes.md 2.2.</summary>
internal static class PinnedPeers
{
    private const string Faults = "401, 403, 408, 429, 500 and up, and no answer are the key's fault, all else the client's";

    private const string AllOut =
        "when every key is out the client gets a 429 that names the soonest return; a request that has itself just failed everywhere gets that answer";

    /// <summary>Its pin would move to a fallback provider alone, and rows are keys of one.</summary>
    public static readonly PinOptions Bifrost = new()
    {
        Assumptions = ["three retries, after pauses of 0.5, 1 and 2 s", Faults],
        Unpinned = FirstChoice.Lot,
        Writing = PinWriting.EverySuccess,
        Stays = true,
        Retries = 3,
        FirstPause = TimeSpan.FromSeconds(0.5),
    };

    /// <summary>Round-robin; fill-first, its other setting, is <see cref="FirstChoice.Listed"/>.</summary>
    public static readonly PinOptions CliProxy = new()
    {
        Assumptions = [AllOut],
        Unpinned = FirstChoice.RoundRobin,
        Writing = PinWriting.EveryPick,
        ByModel = true,
        OrFingerprint = true,
        Retried = [403, 408, 429],
        Retries = 3,
        Cooldown = (_, _) => TimeSpan.FromSeconds(60),
        LongestWait = TimeSpan.FromSeconds(30),
    };

    public static readonly PinOptions Vercel = new()
    {
        Assumptions = ["remembers for an hour from the last answer", Faults],
        Unpinned = FirstChoice.Listed,
        Writing = PinWriting.EverySuccess,
        OrFingerprint = true,
    };

    public static readonly PinOptions OpenRouter = new()
    {
        Assumptions = [Faults],
        Unpinned = FirstChoice.Lot,
        Writing = PinWriting.FirstCachedSuccess,
        OrFingerprint = true,
        Life = TimeSpan.FromMinutes(10),
    };

    public static readonly PinOptions ClaudeRelayService = new()
    {
        Assumptions = [AllOut],
        Unpinned = FirstChoice.LeastRecentlyUsed,
        Writing = PinWriting.NewPick,
        OrFingerprint = true,
        Cooldown = (failure, _) => failure.Status switch
        {
            429 => failure.RetryAfter ?? TimeSpan.FromSeconds(300),
            401 or 403 => TimeSpan.FromSeconds(1800),
            503 => TimeSpan.FromSeconds(60),
            529 => TimeSpan.FromSeconds(600),
            >= 500 => TimeSpan.FromSeconds(300),
            _ => TimeSpan.Zero,
        },
    };

    public static readonly PinOptions NewApi = new()
    {
        Unpinned = FirstChoice.Lot,
        Writing = PinWriting.EverySuccess,
        MostPins = 100_000,
        Retries = 0,
    };

    public static readonly PinOptions CcFlare = BetterCcFlare("shorter", (one, other) => one < other ? one : other);

    /// <summary>The other reading of its back-off.</summary>
    public static readonly PinOptions CcFlareLongerRest = BetterCcFlare("longer", (one, other) => one > other ? one : other);

    private static PinOptions BetterCcFlare(string name, Func<TimeSpan, TimeSpan, TimeSpan> rest) => new()
    {
        Assumptions = [$"a key rests after a 429 for the {name} of back-off and reset", Faults, AllOut],
        Unpinned = FirstChoice.LeastUsed,
        Writing = PinWriting.FirstPick,
        Life = TimeSpan.FromHours(5),
        MostPins = 10_000,
        OverloadRedials = 2,
        Cooldown = (failure, inARow) => failure switch
        {
            { Status: 429, RetryAfter: { } reset } => rest(reset, TimeSpan.FromSeconds(Math.Min(300, 30 * Math.Pow(2, inARow - 1)))),
            { Status: 529 } => TimeSpan.FromSeconds(10),
            _ => TimeSpan.Zero,
        },
    };
}
