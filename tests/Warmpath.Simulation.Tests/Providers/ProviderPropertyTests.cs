using CsCheck;
using Warmpath.Routing.Outlines;
using Warmpath.Simulation.Providers;

namespace Warmpath.Simulation.Tests.Providers;

/// <summary>What holds for every sequence of requests. Each example is a few sessions that grow, fork and share their front.</summary>
public class ProviderPropertyTests
{
    private const double RequestsPerMinute = 30;
    private const double InputPerMinute = 60_000;

    /// <summary>A request of the example: seconds since the one before it, and how it looks.</summary>
    private sealed record Step(double Gap, ProviderRequest Request);

    private static readonly Gen<Step> Steps =
        from gap in Gen.OneOf(Gen.Double[0, 2], Gen.Double[0, 400])
        from session in Gen.Int[0, 2]
        from blocks in Gen.Int[1, 45]
        from size in Gen.Int[1, 3]
        from marks in Gen.Int[0, 44].Array[0, 4]
        from longLived in Gen.Int[0, 4]
        from output in Gen.Int[0, 4000]
        select new Step(gap, Request(session, blocks, size, marks, longLived) with { OutputTokens = output });

    [Fact]
    public void The_parts_of_usage_always_sum_to_the_prompt() => Steps.Array[1, 40].Sample(steps =>
    {
        foreach (var (request, _, answer) in Run(Prompts.Unlimited(), steps))
        {
            Assert.Equal(request.Total(), answer.Usage.Prompt);
            Assert.True(answer.Usage is { Input: >= 0, CacheRead: >= 0, CacheWrite5m: >= 0, CacheWrite1h: >= 0 });
        }
    }, iter: 300);

    [Fact]
    public void Never_more_is_admitted_than_the_bucket_held_and_was_given() => Steps.Array[1, 40].Sample(steps =>
    {
        var admitted = Run(Prompts.Limited((long)RequestsPerMinute, (long)InputPerMinute, null), steps).ToArray();
        for (var from = 0; from < admitted.Length; from++)
        {
            var charged = 0.0;
            for (var to = from; to < admitted.Length; to++)
            {
                // An oversize request counts as a full bucket; what it owes beyond that keeps the others out until it is paid.
                var usage = admitted[to].Answer.Usage;
                charged += Math.Min(usage.Input + usage.CacheWrite, InputPerMinute);
                var minutes = 1 + (admitted[to].At - admitted[from].At).TotalMinutes;
                Assert.True(charged <= (InputPerMinute * minutes) + 1e-3);
                Assert.True(to - from + 1 <= (RequestsPerMinute * minutes) + 1e-3);
            }
        }
    }, iter: 300);

    [Fact]
    public void After_retry_after_a_refused_request_is_always_admitted_and_just_before_it_never() => Steps.Array[1, 40].Sample(steps =>
    {
        var provider = Prompts.Limited((long)RequestsPerMinute, (long)InputPerMinute, 3000);
        var now = Prompts.Start;
        foreach (var step in steps)
        {
            // A cold prompt, so that nothing but the limits changes while it waits.
            var cold = step.Request with { Breakpoints = [] };
            now += TimeSpan.FromSeconds(step.Gap);
            if (provider.Send("acme", cold, now) is RateRefusal { RetryAfter: { } wait })
            {
                if (wait > TimeSpan.FromMilliseconds(1)) // of a few ticks, a hundredth is less than the bucket's tolerance
                {
                    Assert.IsType<RateRefusal>(provider.Send("acme", cold, now + (wait * 0.99)));
                }

                Assert.IsType<Answer>(provider.Send("acme", cold, now += wait));
            }
        }
    }, iter: 300);

    [Fact]
    public void An_entry_is_never_read_before_it_is_readable_nor_after_it_died() => Steps.Array[1, 40].Sample(steps =>
    {
        var history = new List<(ProviderRequest Request, DateTimeOffset At, Answer Answer)>();
        foreach (var (request, at, answer) in Run(Prompts.Unlimited(), steps))
        {
            if (answer.Usage.CacheRead > 0)
            {
                var prefix = request.Blocks[BlockOf(request, answer.Usage.CacheRead)].Digest;
                Assert.Contains(history, past => past.Answer.Begins <= at && Marks(past.Request, prefix));
                Assert.Contains(history, past => at - past.At <= Longest(history, prefix) && Touches(past, prefix));
            }

            history.Add((request, at, answer));
        }
    }, iter: 300);

    [Fact]
    public void The_same_requests_always_get_the_same_replies() => Steps.Array[1, 40].Sample(steps =>
        Assert.Equal(
            Run(Prompts.Limited(30, 60_000, 3000), steps).Select(step => step.Answer),
            Run(Prompts.Limited(30, 60_000, 3000), steps).Select(step => step.Answer)), iter: 50);

    private static IEnumerable<(ProviderRequest Request, DateTimeOffset At, Answer Answer)> Run(Provider provider, Step[] steps)
    {
        var now = Prompts.Start;
        foreach (var step in steps)
        {
            now += TimeSpan.FromSeconds(step.Gap);
            if (provider.Send("acme", step.Request, now) is Answer answer)
            {
                yield return (step.Request, now, answer);
            }
        }
    }

    /// <summary>Sessions share their first five blocks; 1h breakpoints stand before 5m ones.</summary>
    private static ProviderRequest Request(int session, int blocks, int size, int[] marks, int longLived)
    {
        var breakpoints = marks.Where(mark => mark < blocks).Distinct().Order().ToArray();
        return Prompts
            .Of([.. Enumerable.Range(0, blocks).Select(i => (i < 5 ? $"front{i}" : $"s{session}.{i}", size * 700))], breakpoints)
            .With([.. breakpoints.Select((_, i) => i < longLived ? CacheLifetime.OneHour : CacheLifetime.FiveMinutes)]);
    }

    private static int BlockOf(ProviderRequest request, long prefixTokens)
    {
        var tokens = 0L;
        return Array.FindIndex(request.Blocks, block => (tokens += block.Size) == prefixTokens);
    }

    private static bool Marks(ProviderRequest request, UInt128 prefix) =>
        request.Breakpoints.Any(breakpoint => request.Blocks[breakpoint.Block].Digest == prefix);

    private static bool Touches((ProviderRequest Request, DateTimeOffset At, Answer Answer) past, UInt128 prefix) =>
        Marks(past.Request, prefix)
        || (past.Answer.Usage.CacheRead > 0
            && past.Request.Blocks[BlockOf(past.Request, past.Answer.Usage.CacheRead)].Digest == prefix);

    private static TimeSpan Longest(IEnumerable<(ProviderRequest Request, DateTimeOffset At, Answer Answer)> history, UInt128 prefix) =>
        history
            .SelectMany(past => past.Request.Breakpoints.Where(mark => past.Request.Blocks[mark.Block].Digest == prefix))
            .Max(mark => mark.Lifetime.Duration());
}
