using System.Buffers;

namespace Warmpath.Gateway.DataPlane;

/// <summary>The server's memory for what comes and goes over sockets, in pinned blocks. Thread-safe.</summary>
/// <remarks>
/// Kestrel's own blocks have 4 KiB: a prompt of a megabyte passes through 250 of them, each with a system call and a hand-over of its own,
/// which costs more than all that the gateway does with the prompt (docs/performance.md). So blocks have 64 KiB, as long as not too many
/// are lent at once: when thousands of streams send an event each, 4 KiB are plenty. A connection that waits for data holds no block.
/// </remarks>
internal sealed class BlockPool : MemoryPool<byte>
{
    public const int LargeBytes = 64 * 1024;
    public const int SmallBytes = 4 * 1024;

    /// <summary>8 MiB; who needs a block while so many are lent gets a small one.</summary>
    public const int MostLargeLent = 128;

    public static readonly TimeSpan TrimPeriod = TimeSpan.FromSeconds(10);

    private readonly BlockShelf _large = new(LargeBytes, mostFree: MostLargeLent);
    private readonly BlockShelf _small = new(SmallBytes, mostFree: 4096);
    private readonly ITimer _trimming;

    public BlockPool(TimeProvider time) => _trimming = time.CreateTimer(_ => Trim(), null, TrimPeriod, TrimPeriod);

    public override int MaxBufferSize => LargeBytes;

    /// <summary>Bytes that nobody uses now.</summary>
    public int FreeBytes => (_large.Free * LargeBytes) + (_small.Free * SmallBytes);

    /// <returns>A whole block, whatever is asked for.</returns>
    /// <exception cref="ArgumentOutOfRangeException">More than a large block is asked for.</exception>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, LargeBytes);
        return (minBufferSize > SmallBytes || _large.Lent < MostLargeLent ? _large : _small).Rent();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _trimming.Dispose();
        }
    }

    private void Trim()
    {
        _large.Trim();
        _small.Trim();
    }
}
