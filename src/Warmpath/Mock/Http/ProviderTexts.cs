using System.Globalization;
using Warmpath.Simulation.Providers;

namespace Warmpath.Mock.Http;

/// <summary>Error texts that clients and gateways recognise by their wording.</summary>
internal static class ProviderTexts
{
    /// <summary>A thinking block that belongs to another conversation (providers.md 2.8).</summary>
    public static string InvalidSignature(int message, int content) =>
        $"messages.{message}.content.{content}: Invalid `signature` in `thinking` block: it is bound to a different conversation.";

    /// <summary>As observed (providers.md 1.4).</summary>
    /// <param name="model">Null for a limit of no model's.</param>
    public static string RateLimit(RateRefusal refusal, string organizationId, string? model)
    {
        var axis = refusal.Axis switch
        {
            LimitAxis.Requests => "requests",
            LimitAxis.InputTokens => "input tokens",
            _ => "output tokens",
        };
        var limit = refusal.LimitPerMinute.ToString("N0", CultureInfo.InvariantCulture);
        return $"This request would exceed your organization's rate limit of {limit} {axis} per minute "
            + $"{Whose(organizationId, model)}. The response headers say how the limits stand.";
    }

    /// <param name="model">Null where no model is named.</param>
    public static string Whose(string organizationId, string? model) =>
        model is null ? $"(org: {organizationId})" : $"(org: {organizationId}, model: {model})";
}
