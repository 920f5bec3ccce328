using System.Buffers;
using System.Numerics;

namespace Warmpath.Gateway.Admitting;

/// <summary>Arrays for bodies. Thread-safe.</summary>
/// <remarks>
/// The runtime's shared pool knows powers of two, so that a body of a megabyte and a little takes two, and keeps what it has until memory is short.
/// Here an array is an eighth too large at most, and what nobody has needed for a while goes.
/// </remarks>
internal sealed class BodyArrays : ArrayPool<byte>, IDisposable
{
    public const int SmallestBytes = Steps << SmallestShift;

    /// <summary>As large as bodies may be; larger arrays are not kept.</summary>
    public const int LargestBytes = BodyReader.MaximumBytes;

    public static readonly TimeSpan TrimPeriod = TimeSpan.FromSeconds(2);

    // From one power of two to the next.
    private const int Steps = 8;
    private const int SmallestShift = 11;

    // Of one size.
    private const int MostFreeBytes = 64 * 1024 * 1024;

    private readonly Shelf<byte[]>[] _shelves =
        [.. Enumerable.Range(0, PlaceOf(LargestBytes) + 1).Select(place => new Shelf<byte[]>(MostFreeBytes / BytesAt(place)))];

    private readonly ITimer _trimming;

    public BodyArrays(TimeProvider time) => _trimming = time.CreateTimer(_ => Trim(), null, TrimPeriod, TrimPeriod);

    /// <summary>Bytes that nobody uses now.</summary>
    public long FreeBytes => _shelves.Select((shelf, place) => (long)shelf.Free * BytesAt(place)).Sum();

    public override byte[] Rent(int minimumLength)
    {
        if (minimumLength > LargestBytes)
        {
            return GC.AllocateUninitializedArray<byte>(minimumLength);
        }

        var place = PlaceOf(minimumLength);
        return _shelves[place].Take() ?? GC.AllocateUninitializedArray<byte>(BytesAt(place));
    }

    /// <param name="array">From <see cref="Rent"/>, once.</param>
    public override void Return(byte[] array, bool clearArray = false)
    {
        if (array.Length <= LargestBytes)
        {
            _shelves[PlaceOf(array.Length)].Put(array);
        }
    }

    /// <summary>It still lends, but trims no more.</summary>
    public void Dispose() => _trimming.Dispose();

    /// <summary>Of the smallest array that is as long.</summary>
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
