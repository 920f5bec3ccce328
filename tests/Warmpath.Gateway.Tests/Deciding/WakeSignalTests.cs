using Microsoft.Extensions.Time.Testing;
using Warmpath.Gateway.Deciding;

namespace Warmpath.Gateway.Tests.Deciding;

public class WakeSignalTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();
    private readonly WakeSignal _signal = new();

    [Fact]
    public async Task A_wake_before_the_wait_is_not_lost_and_is_used_up_by_it()
    {
        _signal.Set();
        _signal.Set();
        Assert.True(Wait().IsCompletedSuccessfully);

        var second = Wait();
        Assert.False(second.IsCompleted);
        _signal.Set();
        await second;
    }

    [Fact]
    public async Task The_wait_ends_with_its_time_and_the_next_one_starts_anew()
    {
        var wait = Wait();
        _time.Advance(Minute - TimeSpan.FromTicks(1));
        Assert.False(wait.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));
        await wait;
        Assert.False(Wait().IsCompleted);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void A_time_that_is_over_is_no_wait(int seconds) =>
        Assert.True(_signal.WaitAsync(TimeSpan.FromSeconds(seconds), _time, CancellationToken.None).IsCompletedSuccessfully);

    [Fact]
    public async Task A_client_that_leaves_ends_the_wait()
    {
        using var client = new CancellationTokenSource();
        var wait = _signal.WaitAsync(Minute, _time, client.Token);
        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task The_waiter_never_runs_inside_the_wake()
    {
        var lockOfTheRouter = new Lock();
        var ranInside = false;
        var waiter = WaiterAsync();
        lock (lockOfTheRouter)
        {
            _signal.Set();
        }

        await waiter;
        Assert.False(ranInside);

        async Task WaiterAsync()
        {
            await Wait();
            ranInside = lockOfTheRouter.IsHeldByCurrentThread;
        }
    }

    private Task Wait() => _signal.WaitAsync(Minute, _time, CancellationToken.None);
}
