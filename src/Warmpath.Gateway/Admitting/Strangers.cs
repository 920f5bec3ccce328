using System.Net;
using Microsoft.Extensions.Logging;
using Warmpath.Gateway.Admin.Access;

namespace Warmpath.Gateway.Admitting;

/// <summary>Requests without a virtual key that the gateway knows: counted, and told in the log once a minute at most. Thread-safe.</summary>
internal sealed class Strangers(TimeProvider time, ILogger<Strangers> logger)
{
    private static readonly TimeSpan ToldAgainAfter = TimeSpan.FromMinutes(1);

    private long _count;
    private long _told;
    private long _toldAt;

    /// <summary>Since the start.</summary>
    public long Count => Volatile.Read(ref _count);

    public void Came(IPAddress? address)
    {
        var count = Interlocked.Increment(ref _count);
        var toldAt = Volatile.Read(ref _toldAt);
        if ((toldAt == 0 || time.GetElapsedTime(toldAt) >= ToldAgainAfter)
            && Interlocked.CompareExchange(ref _toldAt, time.GetTimestamp(), toldAt) == toldAt)
        {
            logger.StrangersCame(count - Interlocked.Exchange(ref _told, count), address);
        }
    }
}
