using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Warmpath.Gateway.DataPlane;

/// <summary>Pinned blocks of one size. Thread-safe.</summary>
/// <param name="mostFree">What is returned beyond is left to the garbage collector.</param>
internal sealed class BlockShelf(int blockBytes, int mostFree)
{
    private readonly ConcurrentStack<Block> _blocks = new();
    private int _free;
    private int _lent;
    private int _fewest;

    /// <summary>Blocks that nobody uses now.</summary>
    public int Free => Volatile.Read(ref _free);

    public int Lent => Volatile.Read(ref _lent);

    public IMemoryOwner<byte> Rent()
    {
        Interlocked.Increment(ref _lent);
        if (!_blocks.TryPop(out var block))
        {
            return new Block(this, blockBytes);
        }

        var left = Interlocked.Decrement(ref _free);
        if (left < Volatile.Read(ref _fewest))
        {
            Volatile.Write(ref _fewest, left); // a race costs one trim, at most
        }

        return block.Use();
    }

    /// <summary>Lets half of what nobody has needed since the last time go: a burst is forgotten within a few calls.</summary>
    public void Trim()
    {
        for (var surplus = (Volatile.Read(ref _fewest) + 1) / 2; surplus > 0 && _blocks.TryPop(out _); surplus--)
        {
            Interlocked.Decrement(ref _free);
        }

        Volatile.Write(ref _fewest, Free);
    }

    private void Return(Block block)
    {
        Interlocked.Decrement(ref _lent);
        if (Interlocked.Increment(ref _free) > mostFree)
        {
            Interlocked.Decrement(ref _free);
            return;
        }

        _blocks.Push(block);
    }

    private sealed class Block(BlockShelf shelf, int bytes) : IMemoryOwner<byte>
    {
        private int _inUse = 1;

        public Memory<byte> Memory { get; } =
            MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(bytes, pinned: true), 0, bytes);

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
