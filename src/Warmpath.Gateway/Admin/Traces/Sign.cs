namespace Warmpath.Gateway.Admin.Traces;

/// <summary>That an organization or a key served at a moment, or did not.</summary>
/// <param name="Status">As in <see cref="TraceOutageJson"/>; null = it served.</param>
internal readonly record struct Sign(DateTimeOffset At, int? Status, double? RetryAfter = null, bool Begins = false);
