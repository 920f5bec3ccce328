using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Warmpath.Gateway.Admitting;

namespace Warmpath.Gateway.Tests.Admitting;

public sealed class BodyArraysTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly BodyArrays _arrays;

    public BodyArraysTests() => _arrays = new BodyArrays(_time);

    [Fact]
    public void An_array_is_an_eighth_too_large_at_most() => Gen.Int[BodyArrays.SmallestBytes, BodyArrays.LargestBytes].Sample(
        asked => Assert.InRange(_arrays.Rent(asked).Length, asked, asked + (asked / 8)), iter: 200, threads: 1);

    [Theory]
    [InlineData(1)]
    [InlineData(BodyArrays.SmallestBytes)]
    public void The_least_is_asked_for_often_and_so_is_one_size(int asked) => Assert.Equal(BodyArrays.SmallestBytes, _arrays.Rent(asked).Length);

    [Fact]
    public void What_was_given_back_is_lent_again_to_whoever_needs_about_as_much()
    {
        var first = _arrays.Rent(1_080_000);
        _arrays.Return(first);

        Assert.NotSame(first, _arrays.Rent(900_000));
        Assert.Same(first, _arrays.Rent(1_081_000));
        Assert.NotSame(first, _arrays.Rent(1_081_000));
    }

    [Fact]
    public void What_is_larger_than_any_body_is_lent_and_not_kept()
    {
        var array = _arrays.Rent(BodyArrays.LargestBytes + 1);
        Assert.True(array.Length > BodyArrays.LargestBytes);

        _arrays.Return(array);

        Assert.Equal(0, _arrays.FreeBytes);
    }

    [Fact]
    public void What_nobody_needs_goes_within_minutes()
    {
        Burst(50);
        Assert.InRange(_arrays.FreeBytes, 50_000_000, 60_000_000);

        _time.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(0, _arrays.FreeBytes);
    }

    [Fact]
    public void What_is_needed_in_every_period_stays()
    {
        for (var i = 0; i < 20; i++)
        {
            Burst(50);
            _time.Advance(BodyArrays.TrimPeriod);
        }

        Assert.InRange(_arrays.FreeBytes, 50_000_000, 60_000_000);
    }

    public void Dispose() => _arrays.Dispose();

    private void Burst(int bodies)
    {
        var lent = Enumerable.Range(0, bodies).Select(_ => _arrays.Rent(1_000_000)).ToArray();
        Array.ForEach(lent, array => _arrays.Return(array));
    }
}
