using CsCheck;
using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Tests.Outlines;

public class BitStackTests
{
    /// <summary>Long runs of pushes and pops, so that words are spilled and taken back.</summary>
    [Fact]
    public void It_gives_back_what_was_put_in_last() => Gen.Select(Gen.Int[-300, 400], Gen.UInt).Array[1, 12].Sample(runs =>
    {
        var expected = new Stack<bool>();
        var bits = default(BitStack);
        foreach (var (length, pattern) in runs)
        {
            for (var i = 0; i < length; i++)
            {
                var bit = (pattern >> (i % 32)) % 2 == 1;
                expected.Push(bit);
                bits.Push(bit);
            }

            for (var i = 0; i < -length && expected.Count > 0; i++)
            {
                Assert.Equal(expected.Pop(), bits.Peek());
                bits.Pop();
            }

            Assert.Equal(expected.Count, bits.Count);
        }

        bits.Dispose();
    });
}
