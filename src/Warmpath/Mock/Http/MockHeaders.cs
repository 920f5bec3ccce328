using System.Globalization;
using Warmpath.Simulation.Providers;

namespace Warmpath.Mock.Http;

/// <summary>The provider's response headers (providers.md 1.3).</summary>
internal static class MockHeaders
{
    public const string RequestId = "request-id";
    public const string OrganizationId = "anthropic-organization-id";
    public const string WorkspaceId = "anthropic-workspace-id";

    /// <summary>
    /// Tokens remaining are rounded to thousands, <c>reset</c> is the time of full refill; <c>tokens</c> without a direction is the sum
    /// of both.
    /// </summary>
    public static void SetLimits(IHeaderDictionary headers, IReadOnlyList<LimitLevel> levels, DateTimeOffset now)
    {
        foreach (var level in levels)
        {
            var name = level.Axis switch
            {
                LimitAxis.Requests => "requests",
                LimitAxis.InputTokens => "input-tokens",
                _ => "output-tokens",
            };
            Set(headers, name, level.LimitPerMinute, Shown(level), now + level.FullIn);
        }

        var tokens = levels.Where(level => level.Axis != LimitAxis.Requests).ToArray();
        if (tokens.Length > 0)
        {
            Set(headers, "tokens", tokens.Sum(level => level.LimitPerMinute), tokens.Sum(Shown), now + tokens.Max(level => level.FullIn));
        }
    }

    /// <summary>Whole seconds, rounded up: whoever waits that long is never too early.</summary>
    public static void SetRetryAfter(IHeaderDictionary headers, TimeSpan wait) =>
        headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private static double Shown(LimitLevel level) =>
        Math.Max(0, level.Axis == LimitAxis.Requests ? Math.Floor(level.Remaining) : 1000 * Math.Round(level.Remaining / 1000));

    private static void Set(IHeaderDictionary headers, string name, double limit, double remaining, DateTimeOffset reset)
    {
        headers[$"anthropic-ratelimit-{name}-limit"] = limit.ToString(CultureInfo.InvariantCulture);
        headers[$"anthropic-ratelimit-{name}-remaining"] = remaining.ToString(CultureInfo.InvariantCulture);
        headers[$"anthropic-ratelimit-{name}-reset"] =
            reset.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }
}
