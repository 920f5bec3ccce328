using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Warmpath.Gateway.Admitting;

namespace Warmpath.Gateway.Tests.Admitting;

public sealed class BodyMemoryTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly BodyMemory _memory;

    public BodyMemoryTests() => _memory = new BodyMemory(_time);

    [Fact]
    public void A_block_is_an_eighth_too_large_at_most() => Gen.Int[BodyMemory.SmallestBytes, BodyMemory.LargestBytes].Sample(
        asked =>
        {
            using var block = _memory.Rent(asked);
            Assert.InRange(block.Memory.Length, asked, asked + (asked / 8));
        },
        iter: 200, threads: 1);

    [Theory]
    [InlineData(1)]
    [InlineData(BodyMemory.SmallestBytes)]
    public void The_least_is_asked_for_often_and_so_is_one_size(int asked) => Assert.Equal(BodyMemory.SmallestBytes, _memory.Rent(asked).Memory.Length);

    [Fact]
    public void The_whole_block_can_be_used()
    {
        using var block = _memory.Rent(1_000_000);

        block.Memory.Span.Fill(7);
        using var pinned = block.Memory[1..].Pin();

        Assert.Equal(7, block.Memory.Span[^1]);
    }

    [Fact]
    public void What_was_given_back_is_lent_again_to_whoever_needs_about_as_much()
    {
        var first = _memory.Rent(1_080_000);
        first.Dispose();

        Assert.NotSame(first, _memory.Rent(900_000));
        Assert.Same(first, _memory.Rent(1_081_000));
        Assert.NotSame(first, _memory.Rent(1_081_000));
    }

    [Fact]
    public void What_is_larger_than_any_body_is_lent_and_not_kept()
    {
        var block = _memory.Rent(BodyMemory.LargestBytes + 1);
        Assert.True(block.Memory.Length > BodyMemory.LargestBytes);

        block.Dispose();

        Assert.Equal(0, _memory.FreeBytes);
        Assert.Equal(0, block.Memory.Length);
    }

    [Fact]
    public void What_nobody_needs_goes_within_minutes()
    {
        Burst(50);
        Assert.InRange(_memory.FreeBytes, 50_000_000, 60_000_000);

        _time.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(0, _memory.FreeBytes);
    }

    [Fact]
    public void What_is_needed_in_every_period_stays()
    {
        for (var i = 0; i < 20; i++)
        {
            Burst(50);
            _time.Advance(BodyMemory.TrimPeriod);
        }

        Assert.InRange(_memory.FreeBytes, 50_000_000, 60_000_000);
    }

    public void Dispose() => _memory.Dispose();

    private void Burst(int bodies)
    {
        var lent = Enumerable.Range(0, bodies).Select(_ => _memory.Rent(1_000_000)).ToArray();
        Array.ForEach(lent, block => block.Dispose());
    }
}
