using CsCheck;
using Warmpath.Routing;
using Warmpath.Routing.Misses;
using Warmpath.Routing.Outlines;
using Warmpath.Routing.Warmth;
using Warmpath.Storage.Ledger;

namespace Warmpath.Storage.Tests.Ledger;

/// <summary>Random rows, also with values that no gateway should give.</summary>
internal static class LedgerGen
{
    private static readonly Gen<DateTimeOffset> Moment =
        Gen.Long[0, 100_000_000].Select(milliseconds => Some.Now.AddMilliseconds(-milliseconds));

    // Surrogates alone are no text that UTF-8 can hold; they are not promised to come back.
    private static readonly Gen<string> Text = Gen.String.Select(text => new string([.. text.Where(c => !char.IsSurrogate(c) && c != '\0')]));

    private static readonly Gen<string?> MaybeText = Gen.Frequency((1, Gen.Const((string?)null)), (3, Text.Select(text => (string?)text)));

    private static readonly Gen<UInt128> Digest = Gen.Select(Gen.ULong, Gen.ULong, (high, low) => new UInt128(high, low));

    private static readonly Gen<WarmTouch> Touch =
        Gen.Select(Digest, Gen.Enum<CacheLifetime>(), Gen.Int, Moment, (digest, lifetime, tokens, at) => new WarmTouch(digest, lifetime, tokens, at));

    private static readonly Gen<LedgerAttempt> Attempt = Gen.Select(
        Text, Text, Gen.Int.Nullable(), MaybeText, Gen.Long, (key, name, status, outcome, time) => new LedgerAttempt(key, name, status, outcome, time));

    private static readonly Gen<(LedgerAttempt[] Attempts, WarmTouch[] Touches, UInt128? Tip)> Parts =
        Gen.Select(Attempt.Array[0, 4], Touch.Array[0, 5], Digest.Nullable());

    private static readonly Gen<(string Client, string? Model, string? Session, string? Key, string? Reason)> Words =
        Gen.Select(Text, MaybeText, MaybeText, MaybeText, MaybeText);

    private static readonly Gen<(double? Cost, TokenForecast? Expected, Usage? Usage, EndState End, long Number)> Numbers = Gen.Select(
        Gen.Double[-1e6, 1e6].Nullable(),
        Gen.Select(Gen.Int, Gen.Int, Gen.Int, Gen.Int, (a, b, c, d) => new TokenForecast(a, b, c, d)).Nullable(),
        Gen.Select(Gen.Long, Gen.Long, Gen.Long, Gen.Long, Gen.Long, (a, b, c, d, e) => new Usage(a, b, c, d, e)).Nullable(),
        Gen.Enum<EndState>(),
        Gen.Long);

    public static readonly Gen<LedgerRow> Row = Gen.Select(Moment, Words, Numbers, Parts, (at, words, numbers, parts) => new LedgerRow
    {
        Id = Guid.NewGuid().ToString(),
        At = at,
        Client = words.Client,
        Kind = "messages",
        Model = words.Model,
        Stream = numbers.Number % 2 == 0,
        Session = words.Session,
        Agent = words.Reason,
        Lineage = words.Session,
        Key = words.Key,
        KeyName = words.Model,
        Organization = words.Key,
        Workspace = words.Session,
        Decision = words.Client,
        Reason = words.Reason,
        RunnerUp = words.Key,
        ExpectedCost = numbers.Cost,
        RunnerUpCost = -numbers.Cost,
        Expected = numbers.Expected,
        Attempts = parts.Attempts,
        WaitMilliseconds = numbers.Number,
        Status = (int)numbers.Number,
        End = numbers.End,
        ErrorType = words.Reason,
        Usage = numbers.Usage,
        Miss = numbers.Usage is { } usage ? new Miss((MissCause)((ulong)usage.Input % (ulong)Enum.GetValues<MissCause>().Length), usage.Output) : null,
        CostNanodollars = numbers.Number,
        FirstByteMilliseconds = numbers.Usage?.Input,
        DurationMilliseconds = numbers.Number,
        RequestBytes = numbers.Number,
        UpstreamRequestId = words.Model,
        Tip = parts.Tip,
        Touches = parts.Touches,
    });
}
