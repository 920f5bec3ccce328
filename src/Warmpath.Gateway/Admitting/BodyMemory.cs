using System.Buffers;
using System.Numerics;

namespace Warmpath.Gateway.Admitting;

/// <summary>Memory for bodies, outside of the garbage collector's. Thread-safe.</summary>
/// <remarks>
/// The runtime's shared pool knows powers of two, so that a body of a megabyte and a little takes two, and keeps what it has until memory is short; and
/// an array that it lets go stays with the process until the heap's oldest part is collected. Here a block is an eighth too large at most, and what nobody
/// has needed for a while goes back to the system.
/// </remarks>
internal sealed class BodyMemory : MemoryPool<byte>
{
    public const int SmallestBytes = Steps << SmallestShift;

    /// <summary>As large as bodies may be; larger blocks are not kept.</summary>
    public const int LargestBytes = BodyReader.MaximumBytes;

    public static readonly TimeSpan TrimPeriod = TimeSpan.FromSeconds(2);

    // From one power of two to the next.
    private const int Steps = 8;
    private const int SmallestShift = 11;

    // Of one size.
    private const int MostFreeBytes = 64 * 1024 * 1024;

    private readonly Shelf<NativeBlock>[] _shelves =
        [.. Enumerable.Range(0, PlaceOf(LargestBytes) + 1).Select(place => new Shelf<NativeBlock>(MostFreeBytes / BytesAt(place), block => block.Free()))];

    private readonly ITimer _trimming;

    public BodyMemory(TimeProvider time) => _trimming = time.CreateTimer(_ => Trim(), null, TrimPeriod, TrimPeriod);

    public override int MaxBufferSize => int.MaxValue;

    /// <summary>Bytes that nobody uses now.</summary>
    public long FreeBytes => _shelves.Select((shelf, place) => (long)shelf.Free * BytesAt(place)).Sum();

    /// <returns>To be disposed once; nothing may use its memory afterwards.</returns>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        if (minBufferSize > LargestBytes)
        {
            return new NativeBlock(minBufferSize, block => block.Free());
        }

        var place = PlaceOf(minBufferSize);
        return _shelves[place].Take() ?? new NativeBlock(BytesAt(place), _shelves[place].Put);
    }

    /// <summary>It still lends, but trims no more.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _trimming.Dispose();
        }
    }

    /// <summary>Of the smallest block that is as long.</summary>
    private static int PlaceOf(int length)
    {
        var bytes = Math.Max(length, SmallestBytes);
        var power = BitOperations.Log2((uint)bytes - 1);
        var step = (1 << power) / Steps;
        var steps = (bytes - (1 << power) + step - 1) / step;
        return ((power - SmallestShift - BitOperations.Log2(Steps)) * Steps) + steps;
    }

    private static int BytesAt(int place) => (Steps + (place % Steps)) << (SmallestShift + (place / Steps));

    private void Trim()
    {
        foreach (var shelf in _shelves)
        {
            shelf.Trim();
        }
    }
}
