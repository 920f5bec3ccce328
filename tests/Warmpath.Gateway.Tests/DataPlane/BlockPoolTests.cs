using System.Buffers;
using Microsoft.Extensions.Time.Testing;
using Warmpath.Gateway.DataPlane;

namespace Warmpath.Gateway.Tests.DataPlane;

public sealed class BlockPoolTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly BlockPool _pool;

    public BlockPoolTests() => _pool = new BlockPool(_time);

    [Fact]
    public void A_block_that_was_given_back_is_lent_again()
    {
        var first = _pool.Rent(1);
        first.Memory.Span[0] = 7;
        first.Dispose();

        using var second = _pool.Rent(BlockPool.BlockBytes);

        Assert.Equal(7, second.Memory.Span[0]);
        Assert.Equal(BlockPool.BlockBytes, second.Memory.Length);
    }

    [Fact]
    public void A_block_that_is_given_back_twice_is_lent_once()
    {
        var block = _pool.Rent();
        block.Dispose();
        block.Dispose();

        Assert.Equal(1, _pool.Free);
    }

    [Fact]
    public void More_than_a_block_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _pool.Rent(BlockPool.BlockBytes + 1));

    [Fact]
    public void A_burst_leaves_no_more_than_the_bound()
    {
        Burst(BlockPool.MostFree + 10);

        Assert.Equal(BlockPool.MostFree, _pool.Free);
    }

    [Fact]
    public void What_nobody_needs_goes_within_minutes()
    {
        Burst(100);

        _time.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(0, _pool.Free);
    }

    [Fact]
    public void What_is_needed_in_every_period_stays()
    {
        for (var i = 0; i < 20; i++)
        {
            Burst(50);
            _time.Advance(BlockPool.TrimPeriod);
        }

        Assert.InRange(_pool.Free, 50, 100);
    }

    public void Dispose() => _pool.Dispose();

    private void Burst(int blocks)
    {
        var lent = Enumerable.Range(0, blocks).Select(_ => _pool.Rent()).ToArray();
        Array.ForEach(lent, block => block.Dispose());
    }
}
