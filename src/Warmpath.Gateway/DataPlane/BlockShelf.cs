using System.Buffers;
using System.Runtime.InteropServices;

namespace Warmpath.Gateway.DataPlane;

/// <summary>Pinned blocks of one size. Thread-safe.</summary>
/// <param name="mostFree">What is returned beyond is left to the garbage collector.</param>
internal sealed class BlockShelf(int blockBytes, int mostFree)
{
    private readonly Shelf<Block> _blocks = new(mostFree);
    private int _lent;

    /// <summary>Blocks that nobody uses now.</summary>
    public int Free => _blocks.Free;

    public int Lent => Volatile.Read(ref _lent);

    public IMemoryOwner<byte> Rent()
    {
        Interlocked.Increment(ref _lent);
        return _blocks.Take()?.Use() ?? new Block(this, blockBytes);
    }

    /// <inheritdoc cref="Shelf{T}.Trim"/>
    public void Trim() => _blocks.Trim();

    private void Return(Block block)
    {
        Interlocked.Decrement(ref _lent);
        _blocks.Put(block);
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
