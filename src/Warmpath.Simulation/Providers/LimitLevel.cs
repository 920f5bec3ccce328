namespace Warmpath.Simulation.Providers;

/// <summary>How one limit stands: what the <c>anthropic-ratelimit-*</c> headers are made from.</summary>
/// <param name="Remaining">Unrounded; negative while a debt is paid off.</param>
/// <param name="FullIn">Until it is full again when nothing else is taken.</param>
public sealed record LimitLevel(LimitAxis Axis, double LimitPerMinute, double Remaining, TimeSpan FullIn);
