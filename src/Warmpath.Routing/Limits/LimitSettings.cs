namespace Warmpath.Routing.Limits;

/// <summary>Limits of one model class, per minute; null = unknown: wide until a response header or a 429 tells.</summary>
public sealed record LimitSettings(long? RequestsPerMinute, long? InputTokensPerMinute, long? OutputTokensPerMinute)
{
    /// <summary>The lower of each; what one of them does not know, the other decides.</summary>
    public LimitSettings Lowest(LimitSettings other) => new(
        Lower(RequestsPerMinute, other.RequestsPerMinute),
        Lower(InputTokensPerMinute, other.InputTokensPerMinute),
        Lower(OutputTokensPerMinute, other.OutputTokensPerMinute));

    private static long? Lower(long? a, long? b) => (a, b) is ({ } x, { } y) ? Math.Min(x, y) : a ?? b;
}
