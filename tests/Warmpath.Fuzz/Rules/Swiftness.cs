using System.Diagnostics;

namespace Warmpath.Fuzz.Rules;

/// <summary>No input takes the gateway's readers long, however it is made: the largest here have half a megabyte.</summary>
internal static class Swiftness
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    /// <exception cref="BrokenRuleException">Reading took too long, three times: once is the machine's doing.</exception>
    public static void Check(Action read)
    {
        for (var tries = 0; tries < 3; tries++)
        {
            var began = Stopwatch.GetTimestamp();
            read();
            if (Stopwatch.GetElapsedTime(began) < Longest)
            {
                return;
            }
        }

        throw new BrokenRuleException("an input took a reader too long");
    }
}
