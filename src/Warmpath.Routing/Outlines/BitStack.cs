using System.Buffers;

namespace Warmpath.Routing.Outlines;

/// <summary>A stack of bits: 64 of them inline, more in a rented array. Must be disposed.</summary>
internal ref struct BitStack
{
    private const int Word = 64;

    // The innermost bits, the last one lowest; whole words below them are spilled into the array.
    private ulong _top;
    private ulong[]? _below;

    public int Count { get; private set; }

    public readonly bool Peek() => (_top & 1) != 0;

    public void Push(bool bit)
    {
        if (Count > 0 && Count % Word == 0)
        {
            Spill((Count / Word) - 1);
        }

        _top = (_top << 1) | (bit ? 1UL : 0);
        Count++;
    }

    public void Pop()
    {
        Count--;
        _top = Count > 0 && Count % Word == 0 ? _below![(Count / Word) - 1] : _top >> 1;
    }

    public void Dispose()
    {
        if (_below is not null)
        {
            ArrayPool<ulong>.Shared.Return(_below);
            _below = null;
        }
    }

    private void Spill(int word)
    {
        if (_below is null || word == _below.Length)
        {
            var larger = ArrayPool<ulong>.Shared.Rent(Math.Max(16, word * 2));
            _below.AsSpan(0, word).CopyTo(larger);
            Dispose();
            _below = larger;
        }

        _below[word] = _top;
    }
}
