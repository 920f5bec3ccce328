namespace Warmpath.Mock.Requests;

/// <summary>The last 10,000 requests; older ones fall out. Safe for several threads.</summary>
public sealed class RequestLog
{
    public const int Capacity = 10_000;

    private readonly Queue<MockRequest> _requests = [];
    private readonly Lock _lock = new();
    private long _last;

    /// <returns>Oldest first: those numbered above <paramref name="after"/>.</returns>
    public IReadOnlyList<MockRequest> List(long after = 0)
    {
        lock (_lock)
        {
            return [.. _requests.Where(request => request.Number > after)];
        }
    }

    internal void Add(MockRequest request)
    {
        lock (_lock)
        {
            request.Number = ++_last;
            _requests.Enqueue(request);
            if (_requests.Count > Capacity)
            {
                _requests.Dequeue();
            }
        }
    }
}
