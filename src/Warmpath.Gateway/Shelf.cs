namespace Warmpath.Gateway;

/// <summary>Things of one kind that wait for their next use; what nobody has needed for a while goes. Thread-safe.</summary>
/// <param name="mostFree">What is put back beyond goes at once.</param>
/// <param name="letGo">Called with each that goes; null: it is left to the garbage collector.</param>
internal sealed class Shelf<T>(int mostFree, Action<T>? letGo = null)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Stack<T> _free = new();
    private int _fewest;

    public int Free
    {
        get
        {
            lock (_lock)
            {
                return _free.Count;
            }
        }
    }

    /// <returns>Null when nothing is there.</returns>
    public T? Take()
    {
        lock (_lock)
        {
            var found = _free.TryPop(out var thing);
            _fewest = Math.Min(_fewest, _free.Count);
            return found ? thing : null;
        }
    }

    public void Put(T thing)
    {
        lock (_lock)
        {
            if (_free.Count < mostFree)
            {
                _free.Push(thing);
                return;
            }
        }

        letGo?.Invoke(thing);
    }

    /// <summary>Lets half of what nobody has needed since the last time go: a burst is forgotten within a few calls.</summary>
    public void Trim()
    {
        lock (_lock)
        {
            for (var surplus = (_fewest + 1) / 2; surplus > 0; surplus--)
            {
                var thing = _free.Pop();
                letGo?.Invoke(thing);
            }

            _fewest = _free.Count;
        }
    }
}
