namespace Warmpath.Routing.Baselines;

/// <summary>The prefixes that a row was sent last; past so many blocks, the ones that were sent least recently are forgotten.</summary>
/// <param name="most">Blocks of 16 tokens.</param>
internal sealed class RecentBlocks(int most)
{
    private readonly Dictionary<UInt128, LinkedListNode<(UInt128 Digest, int Blocks)>> _known = [];
    private readonly LinkedList<(UInt128 Digest, int Blocks)> _oldestFirst = [];
    private int _blocks;

    public bool Contains(UInt128 digest) => _known.ContainsKey(digest);

    /// <param name="blocks">How many a prompt's block comes to, the same whenever it is added.</param>
    public void Add(UInt128 digest, int blocks)
    {
        if (_known.TryGetValue(digest, out var known))
        {
            _oldestFirst.Remove(known);
            _oldestFirst.AddLast(known);
            return;
        }

        _known[digest] = _oldestFirst.AddLast((digest, blocks));
        _blocks += blocks;
        while (_blocks > most && _oldestFirst.First is { } oldest)
        {
            _oldestFirst.Remove(oldest);
            _known.Remove(oldest.Value.Digest);
            _blocks -= oldest.Value.Blocks;
        }
    }
}
