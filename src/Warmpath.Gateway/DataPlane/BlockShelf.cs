using System.Buffers;
using System.Runtime.InteropServices;

namespace Warmpath.Gateway.DataPlane;

/// <summary>Pinned blocks of one size. Thread-safe.</summary>
/// <param name="mostFree">What is returned beyond is left to the garbage collector.</param>
internal sealed class BlockShelf(int blockBytes, int mostFree)
{
    private readonly Lock _lock = new();
    private Block? _top;
    private int _free;
    private int _lent;
    private int _fewest;

    /// <summary>Blocks that nobody uses now.</summary>
    public int Free => Volatile.Read(ref _free);

    public int Lent => Volatile.Read(ref _lent);

    public IMemoryOwner<byte> Rent()
    {
        Block? block;
        lock (_lock)
        {
            _lent++;
            block = Pop();
            _fewest = Math.Min(_fewest, _free);
        }

        return block?.Use() ?? new Block(this, blockBytes);
    }

    /// <summary>Lets half of what nobody has needed since the last time go: a burst is forgotten within a few calls.</summary>
    public void Trim()
    {
        lock (_lock)
        {
            for (var surplus = (_fewest + 1) / 2; surplus > 0; surplus--)
            {
                Pop();
            }

            _fewest = _free;
        }
    }

    private Block? Pop()
    {
        var block = _top;
        if (block is not null)
        {
            (_top, block.Below) = (block.Below, null);
            _free--;
        }

        return block;
    }

    private void Return(Block block)
    {
        lock (_lock)
        {
            _lent--;
            if (_free < mostFree)
            {
                (_top, block.Below) = (block, _top);
                _free++;
            }
        }
    }

    private sealed class Block(BlockShelf shelf, int bytes) : IMemoryOwner<byte>
    {
        private int _inUse = 1;

        public Memory<byte> Memory { get; } =
            MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(bytes, pinned: true), 0, bytes);

        /// <summary>The next on the shelf; null at its bottom, and while it is lent.</summary>
        public Block? Below { get; set; }

        public Block Use()
        {
            _inUse = 1;
            return this;
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _inUse, 0) == 1)
            {
                shelf.Return(this);
            }
        }
    }
}
