using System.Buffers;

namespace Warmpath.Gateway;

/// <summary>Bytes that grow in an array of a pool. Not thread-safe; nothing may use memory that it gave out before disposal.</summary>
/// <param name="pool">Where the array comes from; null: the shared pool.</param>
internal sealed class PooledBytes(int capacity = 1024, ArrayPool<byte>? pool = null) : IDisposable
{
    private byte[] _array = (pool ?? ArrayPool<byte>.Shared).Rent(capacity);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _array.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Memory => _array.AsMemory(0, Length);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Grow(bytes.Length);
        bytes.CopyTo(_array.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Room for at least so many bytes behind what is there; <see cref="Advance"/> says how many were filled.</summary>
    public Memory<byte> Room(int atLeast)
    {
        Grow(atLeast);
        return _array.AsMemory(Length);
    }

    public void Advance(int count) => Length += count;

    public void Clear() => Length = 0;

    /// <summary>Drops the first bytes; the others move to the front.</summary>
    public void RemoveFront(int count)
    {
        Span[count..].CopyTo(_array);
        Length -= count;
    }

    /// <summary>Gives the array back; the next byte rents another.</summary>
    public void Dispose()
    {
        var array = _array;
        (_array, Length) = ([], 0);
        Return(array);
    }

    private void Grow(int more)
    {
        if (_array.Length - Length >= more)
        {
            return;
        }

        var larger = (pool ?? ArrayPool<byte>.Shared).Rent(Math.Max(_array.Length * 2, Length + more));
        Span.CopyTo(larger);
        Return(_array);
        _array = larger;
    }

    private void Return(byte[] array)
    {
        if (array.Length > 0)
        {
            (pool ?? ArrayPool<byte>.Shared).Return(array);
        }
    }
}
