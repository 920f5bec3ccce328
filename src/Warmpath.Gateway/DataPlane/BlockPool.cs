using System.Buffers;
using System.Collections.Concurrent;

namespace Warmpath.Gateway.DataPlane;

/// <summary>The server's memory for what comes and goes over sockets, in pinned blocks of 64 KiB. Thread-safe.</summary>
/// <remarks>
/// Kestrel's own blocks have 4 KiB: a prompt of a megabyte passes through 250 of them, each with a system call and a hand-over of its own,
/// which costs more than all that the gateway does with the prompt (docs/performance.md). A connection that waits for data holds no block.
/// </remarks>
internal sealed class BlockPool : MemoryPool<byte>
{
    public const int BlockBytes = 64 * 1024;

    /// <summary>32 MiB of free blocks; what is returned beyond is left to the garbage collector.</summary>
    public const int MostFree = 512;

    public static readonly TimeSpan TrimPeriod = TimeSpan.FromSeconds(10);

    private readonly ConcurrentStack<Block> _free = new();
    private readonly ITimer _trimming;
    private int _count;
    private int _fewest;

    public BlockPool(TimeProvider time) => _trimming = time.CreateTimer(_ => Trim(), null, TrimPeriod, TrimPeriod);

    public override int MaxBufferSize => BlockBytes;

    /// <summary>Blocks that nobody uses now.</summary>
    public int Free => Volatile.Read(ref _count);

    /// <returns>A whole block, whatever is asked for.</returns>
    /// <exception cref="ArgumentOutOfRangeException">More than a block is asked for.</exception>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        if (!_free.TryPop(out var block))
        {
            return new Block(this);
        }

        var left = Interlocked.Decrement(ref _count);
        if (left < Volatile.Read(ref _fewest))
        {
            Volatile.Write(ref _fewest, left); // a race costs one trim, at most
        }

        return block.Use();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _trimming.Dispose();
            _free.Clear();
        }
    }

    private void Return(Block block)
    {
        if (Interlocked.Increment(ref _count) > MostFree)
        {
            Interlocked.Decrement(ref _count);
            return;
        }

        _free.Push(block);
    }

    // Half of what nobody has needed since the last time goes: a burst is forgotten within a minute.
    private void Trim()
    {
        for (var surplus = (Volatile.Read(ref _fewest) + 1) / 2; surplus > 0 && _free.TryPop(out _); surplus--)
        {
            Interlocked.Decrement(ref _count);
        }

        Volatile.Write(ref _fewest, Free);
    }

    private sealed class Block(BlockPool pool) : IMemoryOwner<byte>
    {
        private readonly Memory<byte> _memory =
            System.Runtime.InteropServices.MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true), 0, BlockBytes);

        private int _inUse = 1;

        public Memory<byte> Memory => _memory;

        public Block Use()
        {
            _inUse = 1;
            return this;
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _inUse, 0) == 1)
            {
                pool.Return(this);
            }
        }
    }
}
