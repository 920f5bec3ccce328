using Warmpath.Storage;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Admin.Status;

/// <summary>The sums of the last 24 hours by hour and key, from those that the store keeps ready.</summary>
/// <remarks>
/// Hours that are over change only when a request that began in them ends: they are read again twice a minute, and only the hour under
/// way at every look, so that a look costs the same at noon as at midnight.
/// </remarks>
public sealed class DayTraffic(WarmpathStore store) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private IReadOnlyList<KeyHourTotals> _over = [];
    private DateTimeOffset _overUntil;
    private DateTimeOffset _readAt;

    /// <returns>The 24 whole hours before this one and this one, oldest first.</returns>
    public async Task<IReadOnlyList<KeyHourTotals>> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hour = KeyHourTotals.HourOf(now);
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_overUntil != hour || now - _readAt is var age && (age > Fresh || age < TimeSpan.Zero))
            {
                _over = await store.ListKeyHoursAsync(hour.AddHours(-24), hour, cancellationToken);
                (_overUntil, _readAt) = (hour, now);
            }

            return [.. _over, .. await store.ListKeyHoursAsync(hour, hour.AddHours(1), cancellationToken)];
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();
}
