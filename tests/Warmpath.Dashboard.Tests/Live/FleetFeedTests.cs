using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Warmpath.Dashboard.Live;
using Warmpath.Gateway.Admin.Status;

namespace Warmpath.Dashboard.Tests.Live;

public sealed class FleetFeedTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(Some.Now);
    private readonly FleetFeed _feed;
    private int _looks;
    private bool _broken;

    public FleetFeedTests() => _feed = new FleetFeed(LookAsync, _time, NullLogger<FleetFeed>.Instance);

    public async ValueTask InitializeAsync() => await _feed.StartAsync(CancellationToken.None);

    [Fact]
    public async Task Nobody_looks_and_nothing_is_read()
    {
        for (var second = 0; second < 5; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await Task.Yield();
        Assert.Equal(0, _looks);
    }

    [Fact]
    public async Task Ten_viewers_share_every_look()
    {
        var seen = 0;
        using var all = new SemaphoreSlim(0);
        var viewers = Enumerable.Range(0, 10).Select(_ => _feed.Watch(_ =>
        {
            if (Interlocked.Increment(ref seen) % 10 == 0)
            {
                all.Release();
            }
        })).ToList();
        for (var round = 0; round < 3; round++)
        {
            await TickUntilAsync(all);
        }

        await _feed.StopAsync(CancellationToken.None);
        Assert.Equal(_looks * 10, seen);
        viewers.ForEach(viewer => viewer.Dispose());
    }

    [Fact]
    public async Task A_first_paint_shares_a_look_that_is_not_yet_a_second_old()
    {
        var first = await _feed.ReadAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Same(first, await _feed.ReadAsync(CancellationToken.None));

        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.NotSame(first, await _feed.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_store_in_trouble_stops_no_later_look()
    {
        var seen = new SemaphoreSlim(0);
        using var viewer = _feed.Watch(_ => seen.Release());
        await TickUntilAsync(seen);
        _broken = true;
        var before = _looks;
        while (_looks == before)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        _broken = false;
        await TickUntilAsync(seen);
    }

    public async ValueTask DisposeAsync()
    {
        await _feed.StopAsync(CancellationToken.None);
        _feed.Dispose();
    }

    // The loop arms its timer on another thread, so one tick may come too early for it.
    private async Task TickUntilAsync(SemaphoreSlim seen)
    {
        do
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        while (!await seen.WaitAsync(TimeSpan.FromMilliseconds(20)));
    }

    private Task<StatusJson> LookAsync(CancellationToken cancellationToken)
    {
        _looks++;
        return _broken ? throw new InvalidOperationException("no store") : Task.FromResult(Some.Status(_time.GetUtcNow()));
    }
}
