namespace Warmpath.Gateway.Admitting;

/// <summary>The client's body in pooled memory, kept until the last attempt is over.</summary>
/// <remarks>
/// A cancelled attempt may still be writing the body to its socket after the request itself is over. Every writer therefore
/// borrows the bytes, and the memory goes back to the pool with the last of owner and borrowers. Thread-safe but for the reading in.
/// </remarks>
internal sealed class RequestBody : IDisposable
{
    private readonly PooledBytes _bytes;
    private int _holders = 1;
    private int _disposed;

    public RequestBody(PooledBytes bytes) => _bytes = bytes;

    public int Length => _bytes.Length;

    /// <summary>Only for the owner, before it disposes.</summary>
    public ReadOnlySpan<byte> Span => _bytes.Span;

    /// <inheritdoc cref="Span"/>
    public ReadOnlyMemory<byte> Memory => _bytes.Memory;

    /// <summary>The bytes for as long as the loan is not disposed.</summary>
    /// <exception cref="ObjectDisposedException">The memory has gone back to the pool.</exception>
    public Loan Borrow()
    {
        for (var holders = Volatile.Read(ref _holders); holders > 0; holders = Volatile.Read(ref _holders))
        {
            if (Interlocked.CompareExchange(ref _holders, holders + 1, holders) == holders)
            {
                return new Loan(this);
            }
        }

        throw new ObjectDisposedException(nameof(RequestBody));
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Release();
        }
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _bytes.Dispose();
        }
    }

    /// <summary>Dispose once.</summary>
    internal readonly struct Loan(RequestBody body) : IDisposable
    {
        public ReadOnlyMemory<byte> Memory => body._bytes.Memory;

        public void Dispose() => body.Release();
    }
}
