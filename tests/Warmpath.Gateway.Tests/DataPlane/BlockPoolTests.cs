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

        using var second = _pool.Rent(BlockPool.LargeBytes);

        Assert.Equal(7, second.Memory.Span[0]);
        Assert.Equal(BlockPool.LargeBytes, second.Memory.Length);
    }

    [Fact]
    public void A_block_that_is_given_back_twice_is_lent_once()
    {
        var block = _pool.Rent();
        block.Dispose();
        block.Dispose();

        Assert.Equal(BlockPool.LargeBytes, _pool.FreeBytes);
    }

    [Fact]
    public void All_queues_of_the_server_share_one_pool()
    {
        var pools = new BlockPools(_time);
        Assert.Same(pools.Create(), pools.Create());
    }

    [Fact]
    public void More_than_a_block_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _pool.Rent(BlockPool.LargeBytes + 1));

    [Fact]
    public void While_many_large_blocks_are_lent_the_others_are_small()
    {
        var lent = Enumerable.Range(0, BlockPool.MostLargeLent).Select(_ => _pool.Rent()).ToArray();
        using (var one = _pool.Rent(BlockPool.SmallBytes))
        {
            Assert.Equal(BlockPool.SmallBytes, one.Memory.Length);
        }

        lent[0].Dispose();
        using var other = _pool.Rent(BlockPool.SmallBytes);
        Assert.Equal(BlockPool.LargeBytes, other.Memory.Length);
    }

    [Fact]
    public void Who_needs_much_gets_it_however_many_are_lent()
    {
        var lent = Enumerable.Range(0, BlockPool.MostLargeLent).Select(_ => _pool.Rent()).ToArray();
        using var one = _pool.Rent(BlockPool.SmallBytes + 1);

        Assert.Equal(BlockPool.LargeBytes, one.Memory.Length);
        Assert.NotEmpty(lent);
    }

    [Fact]
    public void A_burst_leaves_no_more_than_the_bound()
    {
        Burst(6_000);

        Assert.InRange(_pool.FreeBytes, 1, 48 * 1024 * 1024);
    }

    [Fact]
    public void What_nobody_needs_goes_within_minutes()
    {
        Burst(100);

        _time.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(0, _pool.FreeBytes);
    }

    [Fact]
    public void What_is_needed_in_every_period_stays()
    {
        for (var i = 0; i < 20; i++)
        {
            Burst(50);
            _time.Advance(BlockPool.TrimPeriod);
        }

        Assert.InRange(_pool.FreeBytes, 50 * BlockPool.LargeBytes, 100 * BlockPool.LargeBytes);
    }

    public void Dispose() => _pool.Dispose();

    private void Burst(int blocks)
    {
        var lent = Enumerable.Range(0, blocks).Select(_ => _pool.Rent()).ToArray();
        Array.ForEach(lent, block => block.Dispose());
    }
}
