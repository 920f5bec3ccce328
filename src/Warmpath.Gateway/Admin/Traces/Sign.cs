namespace Warmpath.Gateway.Admin.Traces;

/// <summary>That an organization or a key served at a moment, or did not.</summary>
/// <param name="Status">As in <see cref="TraceOutageJson"/>; null = it served.</param>
/// <param name="Latency">How long the failure took; null when it was not a request's.</param>
internal readonly record struct Sign(DateTimeOffset At, int? Status, double? RetryAfter = null, bool Begins = false, TimeSpan? Latency = null);
