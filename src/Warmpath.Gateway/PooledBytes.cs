using System.Buffers;

namespace Warmpath.Gateway;

/// <summary>Bytes that grow in memory of a pool. Not thread-safe; nothing may use memory that it gave out once it is disposed.</summary>
/// <param name="pool">Where the memory comes from; null: the shared pool of arrays.</param>
internal sealed class PooledBytes(int capacity = 1024, MemoryPool<byte>? pool = null) : IDisposable
{
    private IMemoryOwner<byte>? _block = (pool ?? MemoryPool<byte>.Shared).Rent(capacity);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => All.Span[..Length];

    public ReadOnlyMemory<byte> Memory => All[..Length];

    private Memory<byte> All => _block?.Memory ?? default;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Grow(bytes.Length);
        bytes.CopyTo(All.Span[Length..]);
        Length += bytes.Length;
    }

    /// <summary>Room for at least so many bytes behind what is there; <see cref="Advance"/> says how many were filled.</summary>
    public Memory<byte> Room(int atLeast)
    {
        Grow(atLeast);
        return All[Length..];
    }

    public void Advance(int count) => Length += count;

    public void Clear() => Length = 0;

    /// <summary>Drops the first bytes; the others move to the front.</summary>
    public void RemoveFront(int count)
    {
        Span[count..].CopyTo(All.Span);
        Length -= count;
    }

    /// <summary>Changes the bytes in place.</summary>
    /// <param name="change">Returns how many are left, from the front.</param>
    public void Change(Func<Span<byte>, int> change) => Length = change(All.Span[..Length]);

    /// <summary>Gives the memory back; the next byte rents other.</summary>
    public void Dispose()
    {
        var block = _block;
        (_block, Length) = (null, 0);
        block?.Dispose();
    }

    private void Grow(int more)
    {
        if (All.Length - Length >= more)
        {
            return;
        }

        var larger = (pool ?? MemoryPool<byte>.Shared).Rent(Math.Max(All.Length * 2, Length + more));
        Span.CopyTo(larger.Memory.Span);
        _block?.Dispose();
        _block = larger;
    }
}
