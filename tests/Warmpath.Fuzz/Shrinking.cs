namespace Warmpath.Fuzz;

/// <summary>Makes an input that fails smaller: a find of nine bytes says what a find of nine thousand hides.</summary>
internal static class Shrinking
{
    private const int Tries = 20_000;

    /// <param name="fails">Whether an input fails in the same way.</param>
    public static byte[] Shrink(byte[] input, Func<byte[], bool> fails)
    {
        var tries = 0;
        for (var size = input.Length / 2; size > 0; size = size > 1 && size == input.Length ? size / 2 : size - Math.Max(1, size / 2))
        {
            for (var at = 0; at + size <= input.Length && tries++ < Tries;)
            {
                byte[] smaller = [.. input[..at], .. input[(at + size)..]];
                if (fails(smaller))
                {
                    input = smaller;
                }
                else
                {
                    at += Math.Max(1, size / 2);
                }
            }
        }

        return input;
    }
}
