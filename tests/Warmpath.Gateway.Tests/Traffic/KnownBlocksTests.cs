using CsCheck;
using Warmpath.Gateway.Traffic;
using Warmpath.Routing.Outlines;

namespace Warmpath.Gateway.Tests.Traffic;

public class KnownBlocksTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_the_next_turn_only_the_new_blocks_are_given()
    {
        var known = new KnownBlocks();
        Assert.Equal([0, 1, 2], Given(known, Prompt(1, 2, 3), [false, false, true], Start));
        Assert.Equal([3, 4], Given(known, Prompt(1, 2, 3, 4, 5), new bool[5], Start.AddMinutes(1)));
        Assert.Empty(Given(known, Prompt(1, 2, 3, 4, 5), new bool[5], Start.AddMinutes(2)));
    }

    [Fact]
    public void A_block_that_is_counted_for_the_first_time_is_given_again()
    {
        var known = new KnownBlocks();
        Given(known, Prompt(1, 2, 3), [false, false, true], Start);
        Assert.Equal([1], Given(known, Prompt(1, 2, 3), [false, true, true], Start));
        Assert.Empty(Given(known, Prompt(1, 2, 3), [false, true, true], Start));
    }

    [Fact]
    public void Whatever_prompts_come_the_blocks_of_each_were_given_within_a_day_and_the_counted_ones_as_counted() =>
        Gen.Select(Gen.Int[0, 3].Array[1, 6], Gen.Bool.Array[6], Gen.Int[0, 600]).Array[1, 60].Sample(turns =>
        {
            var known = new KnownBlocks();
            var store = new Dictionary<UInt128, (DateTimeOffset SeenAt, bool IsCounted)>();
            var now = Start;
            foreach (var (path, counted, minutes) in turns)
            {
                now = now.AddMinutes(minutes);
                var prompt = Prompt(path);
                var isCounted = counted[..prompt.Length];
                known.Note(prompt, isCounted, now, i =>
                    store[prompt[i].Digest] = (now, isCounted[i] || store.GetValueOrDefault(prompt[i].Digest).IsCounted));
                for (var i = 0; i < prompt.Length; i++)
                {
                    var kept = store[prompt[i].Digest];
                    Assert.True(now - kept.SeenAt < TimeSpan.FromDays(1));
                    Assert.True(kept.IsCounted || !isCounted[i]);
                }
            }
        });

    private static List<int> Given(KnownBlocks known, Block[] prompt, bool[] isCounted, DateTimeOffset now)
    {
        var given = new List<int>();
        known.Note(prompt, isCounted, now, given.Add);
        return given;
    }

    // Digests are of prefixes.
    private static Block[] Prompt(params int[] path)
    {
        var prefix = (UInt128)1;
        return [.. path.Select(step => new Block(prefix = (prefix * 31) + (UInt128)(step + 1), 100, BlockKind.Text))];
    }
}
