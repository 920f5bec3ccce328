namespace Warmpath.Routing.Limits;

/// <summary>Limits of one model class, per minute; null = unknown: wide until a response header or a 429 tells.</summary>
public sealed record LimitSettings(long? RequestsPerMinute, long? InputTokensPerMinute, long? OutputTokensPerMinute);
