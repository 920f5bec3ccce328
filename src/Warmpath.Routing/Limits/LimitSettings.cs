namespace Warmpath.Routing.Limits;

/// <summary>Limits of one model class, per minute; null = unknown: wide until a response header or a 429 tells.</summary>
public sealed record LimitSettings(long? RequestsPerMinute, long? InputTokensPerMinute, long? OutputTokensPerMinute)
{
    /// <summary>Nothing is known: wide.</summary>
    public static LimitSettings Unknown { get; } = new(null, null, null);

    /// <summary>The lower of each; what one of them does not know, the other decides.</summary>
    public LimitSettings Lowest(LimitSettings other) => new(
        Lower(RequestsPerMinute, other.RequestsPerMinute),
        Lower(InputTokensPerMinute, other.InputTokensPerMinute),
        Lower(OutputTokensPerMinute, other.OutputTokensPerMinute));

    /// <summary>The higher of each; what one of them does not know, the other decides.</summary>
    public LimitSettings Highest(LimitSettings other) => new(
        Higher(RequestsPerMinute, other.RequestsPerMinute),
        Higher(InputTokensPerMinute, other.InputTokensPerMinute),
        Higher(OutputTokensPerMinute, other.OutputTokensPerMinute));

    /// <summary>Only those that are lower than the other's; the others unknown.</summary>
    public LimitSettings WhereBelow(LimitSettings other) => new(
        Below(RequestsPerMinute, other.RequestsPerMinute),
        Below(InputTokensPerMinute, other.InputTokensPerMinute),
        Below(OutputTokensPerMinute, other.OutputTokensPerMinute));

    private static long? Below(long? own, long? other) => own >= other ? null : own;

    private static long? Higher(long? a, long? b) => (a, b) is ({ } x, { } y) ? Math.Max(x, y) : a ?? b;

    private static long? Lower(long? a, long? b) => (a, b) is ({ } x, { } y) ? Math.Min(x, y) : a ?? b;
}
