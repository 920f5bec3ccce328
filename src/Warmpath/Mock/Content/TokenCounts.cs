using Warmpath.Routing.Outlines;

namespace Warmpath.Mock.Content;

/// <summary>
/// What each block of a prompt has in tokens, once and for all: clients send the same block with and without a cache marker, as a string
/// and as a block, while the provider counts its content alone. Safe for several threads.
/// </summary>
internal sealed class TokenCounts
{
    // Blocks remembered; beyond it all are forgotten, and counted anew as they come.
    private const int Capacity = 1_000_000;

    private readonly Dictionary<UInt128, int> _tokens = [];
    private readonly Lock _lock = new();

    /// <returns>The same blocks, sized in tokens.</returns>
    public Block[] Count(Block[] blocks)
    {
        lock (_lock)
        {
            if (_tokens.Count > Capacity)
            {
                _tokens.Clear();
            }

            return [.. blocks.Select(block =>
            {
                if (!_tokens.TryGetValue(block.Digest, out var tokens))
                {
                    _tokens[block.Digest] = tokens = MockTokenizer.Tokens(block);
                }

                return block with { Size = tokens };
            })];
        }
    }
}
