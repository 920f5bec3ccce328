using System.Numerics;
using Warmpath.Gateway.Relaying;

namespace Warmpath.Fuzz.Rules;

/// <summary>A stream says the same in whatever pieces it comes, and its usage is never more than what is written there.</summary>
internal static class TapRules
{
    /// <exception cref="BrokenRuleException">The stream is read wrongly.</exception>
    public static void Check(byte[] stream, Random random)
    {
        Check(() => new MessagesTap(), stream, random);
        Check(() => new OpenAITap(), stream, random);
    }

    private static void Check(Func<SseTap> tap, byte[] stream, Random random)
    {
        var whole = State(tap(), stream, int.MaxValue, random);
        Swiftness.Check(() => State(tap(), stream, int.MaxValue, random));
        BrokenRuleException.UnlessEqual(whole, State(tap(), stream, 1, random), "byte by byte");
        BrokenRuleException.UnlessEqual(whole, State(tap(), stream, 40, random), "in pieces");

        var most = Largest(stream);
        foreach (var tokens in whole.Tokens.Split(','))
        {
            var value = BigInteger.Parse(tokens, System.Globalization.CultureInfo.InvariantCulture);
            BrokenRuleException.Unless(value >= 0, "no usage below nothing");
            BrokenRuleException.Unless(value <= most, "no usage beyond what is written");
        }
    }

    private static TapState State(SseTap tap, byte[] stream, int longest, Random random)
    {
        using var fed = tap;
        for (var at = 0; at < stream.Length;)
        {
            var end = longest == int.MaxValue ? stream.Length : Math.Min(stream.Length, at + random.Next(1, longest + 1));
            tap.Feed(stream.AsSpan(at..end));
            at = end;
        }

        var usage = tap.Usage;
        return new(
            tap.Started, tap.HasContent, tap.Stopped, tap.Stopped ? tap.StoppedAt : 0,
            tap.Error?.Type, tap.Error?.Message, usage is null,
            usage is { } counts ? $"{counts.Input},{counts.CacheWrite5m},{counts.CacheWrite1h},{counts.CacheRead},{counts.Output}" : "0");
    }

    private static BigInteger Largest(byte[] stream)
    {
        var largest = BigInteger.Zero;
        for (var at = 0; at < stream.Length; at++)
        {
            var end = at;
            while (end < stream.Length && stream[end] is >= (byte)'0' and <= (byte)'9')
            {
                end++;
            }

            // Runs longer than any figure that fits are no figures.
            if (end > at && end - at < 25)
            {
                largest = BigInteger.Max(largest, BigInteger.Parse(System.Text.Encoding.ASCII.GetString(stream, at, end - at), System.Globalization.CultureInfo.InvariantCulture));
            }

            at = end;
        }

        return largest;
    }

    private sealed record TapState(
        bool Started, bool HasContent, bool Stopped, long StoppedAt, string? ErrorType, string? Message, bool NoUsage, string Tokens);
}
