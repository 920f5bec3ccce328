using System.Text;
using Warmpath.Gateway.Relaying;
using Warmpath.Gateway.Upstream;

namespace Warmpath.Fuzz.Rules;

/// <summary>Whatever an upstream writes into its headers and bodies, it is judged without an exception, and no wait is below nothing or endless.</summary>
internal static class AnswerRules
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Names =
    [
        "retry-after", "anthropic-organization-id", "anthropic-workspace-id", "anthropic-ratelimit-requests-limit",
        "anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-input-tokens-limit", "anthropic-ratelimit-input-tokens-remaining",
        "anthropic-ratelimit-output-tokens-limit", "anthropic-ratelimit-output-tokens-remaining", "x-should-retry",
    ];

    private static readonly string[] Values =
    [
        "", " ", "0", "1", "30", "-1", "1.5", "1e9", "NaN", "Infinity", "-Infinity", "∞", "+5", "0x10", "1,000", "9223372036854775807",
        "9223372036854775808", "99999999999999999999999999999999999", "Wed, 21 Oct 2099 07:28:00 GMT", "Wed, 21 Oct 1999 07:28:00 GMT",
        "Thu, 21 Oct 2026 07:28:00 GMT", "Sun, 06 Nov 9999 23:59:59 GMT", "soon", "\t5", "5;6", "٣",
    ];

    /// <exception cref="BrokenRuleException">The answer is read wrongly.</exception>
    public static void Check(byte[] body, Random random)
    {
        using var response = new HttpResponseMessage((System.Net.HttpStatusCode)random.Next(100, 600));
        for (var count = random.Next(6); count > 0; count--)
        {
            response.Headers.TryAddWithoutValidation(Names[random.Next(Names.Length)], Value(body, random));
        }

        var failure = UpstreamAnswers.Failure(response, body, Now);
        BrokenRuleException.Unless(failure.RetryAfter is not { } wait || (wait >= TimeSpan.Zero && wait <= TimeSpan.FromDays(400_000)), "a wait within bounds");
        BrokenRuleException.Unless(failure.Limits is not { RequestsLimit: < 0 } and not { InputTokensRemaining: < 0 }, "no limit below nothing");
        BrokenRuleException.Unless(failure.Message is not { Length: > 500 } && failure.ErrorType is not { Length: > 100 }, "what is kept is bounded");

        var counts = default(UsageCounts);
        counts.Take(body);
        BrokenRuleException.Unless(counts.Total is not { } usage || (usage.Prompt >= 0 && usage.CacheWrite >= 0 && usage.Output >= 0), "no usage below nothing, nor an overflow");
    }

    private static string Value(byte[] body, Random random)
    {
        if (random.Next(3) > 0 || body.Length == 0)
        {
            return Values[random.Next(Values.Length)];
        }

        var at = random.Next(body.Length);
        return Encoding.Latin1.GetString(body, at, Math.Min(20, body.Length - at)).Replace('\r', ' ').Replace('\n', ' ');
    }
}
