using CsCheck;
using Warmpath.Routing.Outlines;
using Warmpath.Routing.Warmth;

namespace Warmpath.Routing.Tests.Warmth;

public class PromptSizesTests
{
    private readonly PromptSizes _sizes = new();

    [Fact]
    public void The_whole_prompt_and_the_part_up_to_the_last_marker_are_as_counted()
    {
        var counted = _sizes.Fit(Served([1, 2, 3], [100, 200, 300], markers: [1], new Usage(30, 180, 0, 0, 5)), out var tokens);

        Assert.Equal([90, 180, 210], tokens[..3]); // half of 180 each, as estimated
        Assert.Equal([false, true, true], counted[..3]);
    }

    [Fact]
    public void What_a_prompt_read_corrects_the_size_of_a_front_that_was_only_estimated()
    {
        _sizes.Fit(Served([1, 2], [100, 200], markers: [0, 1], new Usage(0, 200, 0, 0, 5)), out _);
        var counted = _sizes.Fit(Served([1, 3], [100, 150], markers: [0, 1], new Usage(0, 50, 0, 110, 5)), out var tokens);

        Assert.Equal([110, 160], tokens[..2]);
        Assert.Equal([true, true], counted[..2]);
    }

    [Fact]
    public void Sizes_ascend_and_end_with_the_counted_prompt_whatever_was_estimated() =>
        Gen.Select(Gen.Int[0, 5_000].Array[1, 12], Gen.Int[1, 6].Array[1, 12], Gen.Int[0, 50_000], Gen.Int[0, 50_000], Gen.Int[0, 50_000])
            .Sample((estimates, digests, input, write, read) =>
            {
                var length = Math.Min(estimates.Length, digests.Length);
                var usage = new Usage(input, write, 0, read, 1);
                _sizes.Fit(Served(Chained(digests[..length]), Sums(estimates[..length]), [length - 1], usage), out var fitted);
                var tokens = fitted[..length];

                Assert.Equal(usage.Prompt, tokens[^1]);
                Assert.Equal(tokens.Order(), tokens);
                Assert.True(tokens[0] >= 0);
            }, threads: 1); // one set of sizes, not safe for several

    private static ServedRequest Served(int[] digests, int[] estimated, int[] markers, Usage usage) => new()
    {
        Id = "r",
        Request = new()
        {
            Kind = RequestKind.Messages,
            Outline = new()
            {
                Model = "claude-sonnet-5-5",
                Blocks = [.. digests.Select(digest => new Block((UInt128)digest, 1, BlockKind.Text))],
                Breakpoints = [.. markers.Select(block => new Breakpoint(block, CacheLifetime.FiveMinutes))],
            },
            Client = "c",
            ArrivedAt = default,
            MaximumWait = TimeSpan.Zero,
            ValueOfTimePerHour = 60,
        },
        Lineage = "l",
        Key = new("k"),
        DecidedAt = default,
        DecidedAs = 0,
        SentAt = default,
        BeganAt = default,
        EndedAt = default,
        EstimatedPrefixTokens = estimated,
        Usage = usage,
        Stalls = 0,
    };

    private static int[] Chained(int[] names)
    {
        var digest = 0;
        return [.. names.Select(name => digest = HashCode.Combine(digest, name) & int.MaxValue)];
    }

    private static int[] Sums(int[] parts)
    {
        var sum = 0;
        return [.. parts.Select(part => sum += part)];
    }
}
