using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warmpath.Gateway.Admin.Status;

namespace Warmpath.Dashboard.Live;

/// <summary>
/// The one publisher of what the pages show live. It reads the first screen once a second and only while somebody looks, so ten open
/// dashboards cost the gateway as much as one.
/// </summary>
/// <param name="read">Reads the first screen.</param>
public sealed class FleetFeed(Func<CancellationToken, Task<StatusJson>> read, TimeProvider time, ILogger<FleetFeed> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly Channel<bool> _someoneLooks = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private ImmutableList<Action<StatusJson>> _watchers = [];
    private volatile StatusJson? _latest;

    /// <summary>The last look, made anew when it is older than a second. Everybody who asks meanwhile shares it.</summary>
    public async Task<StatusJson> ReadAsync(CancellationToken cancellationToken)
    {
        if (_latest is { } fresh && time.GetUtcNow() - fresh.Now < Pace)
        {
            return fresh;
        }

        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_latest is { } meanwhile && time.GetUtcNow() - meanwhile.Now < Pace)
            {
                return meanwhile;
            }

            return _latest = await read(cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Something was changed: the next look is made anew, however young the last one is.</summary>
    public void Refresh() => _latest = null;

    /// <summary>Calls back with every new look until disposed.</summary>
    /// <param name="seen">Called from another thread; must return at once.</param>
    public IDisposable Watch(Action<StatusJson> seen)
    {
        ImmutableInterlocked.Update(ref _watchers, watchers => watchers.Add(seen));
        _someoneLooks.Writer.TryWrite(true);
        return new Watching(this, seen);
    }

    public override void Dispose()
    {
        _reading.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _someoneLooks.Reader.ReadAsync(stoppingToken);
            using var pace = new PeriodicTimer(Pace, time);
            while (_watchers.Count > 0 && await pace.WaitForNextTickAsync(stoppingToken))
            {
                await PublishAsync(stoppingToken);
            }
        }
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        try
        {
            var status = await ReadAsync(cancellationToken);
            foreach (var seen in _watchers)
            {
                seen(status);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.NotPublished(failure.GetType().Name); // the store is in trouble; the next look may do
        }
    }

    private sealed class Watching(FleetFeed feed, Action<StatusJson> seen) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref feed._watchers, watchers => watchers.Remove(seen));
    }
}
