using System.Buffers;

namespace Warmpath.Routing.Outlines;

/// <summary>A growing list in a rented array: scratch room that costs no allocation. Must be disposed; holds no references.</summary>
internal struct RentedList<T> : IDisposable
    where T : unmanaged
{
    private T[]? _items;

    public int Count { get; private set; }

    /// <summary>Valid until the next <see cref="Add"/>.</summary>
    public readonly Span<T> Span => _items.AsSpan(0, Count);

    public void Add(in T item)
    {
        if (_items is null || Count == _items.Length)
        {
            var larger = ArrayPool<T>.Shared.Rent(Math.Max(64, Count * 2));
            Span.CopyTo(larger);
            Release();
            _items = larger;
        }

        _items[Count++] = item;
    }

    /// <summary>Forgets the items from index <paramref name="count"/> on.</summary>
    public void Truncate(int count) => Count = count;

    public void Dispose()
    {
        Release();
        (_items, Count) = (null, 0);
    }

    private readonly void Release()
    {
        if (_items is not null)
        {
            ArrayPool<T>.Shared.Return(_items);
        }
    }
}
