using CsCheck;
using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Tests.Outlines;

public class StringBlockTests
{
    private static readonly byte[] Meaningful = "\\\"/bfnrtu \u001F\u0000"u8.ToArray();

    // All bytes, and those that mean something more often than chance would have it.
    private static readonly Gen<byte[]> Blocks =
        Gen.Frequency((3, Gen.Byte), (2, Gen.Int[0, Meaningful.Length - 1].Select(i => Meaningful[i]))).Array[StringBlock.Bytes];

    [Fact]
    public void Vectors_of_every_width_judge_like_byte_by_byte() => Blocks.Sample(bytes =>
    {
        var slow = StringBlock.OfEach(bytes);
        Assert.Equal(slow, StringBlock.Of512(bytes));
        Assert.Equal(slow, StringBlock.Of256(bytes));
        Assert.Equal(slow, StringBlock.Of128(bytes));
        Assert.Equal(slow, StringBlock.Of(bytes));
    });

    [Fact]
    public void Vectors_of_every_width_know_the_same_letters_of_escapes() => Blocks.Sample(bytes =>
    {
        var slow = StringBlock.EscapeLettersOfEach(bytes);
        Assert.Equal(slow, StringBlock.EscapeLetters512(bytes));
        Assert.Equal(slow, StringBlock.EscapeLetters256(bytes));
        Assert.Equal(slow, StringBlock.EscapeLetters128(bytes));
        Assert.Equal(slow, StringBlock.EscapeLetters(bytes));
    });
}
