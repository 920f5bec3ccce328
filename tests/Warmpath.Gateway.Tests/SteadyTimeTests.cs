using CsCheck;

namespace Warmpath.Gateway.Tests;

public class SteadyTimeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void As_long_as_the_machines_clock_goes_on_they_agree()
    {
        var (machine, steady) = Clocks();
        machine.Advance(TimeSpan.FromHours(3));
        Assert.Equal(machine.GetUtcNow(), steady.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, steady.Ahead);
    }

    [Fact]
    public void A_step_forward_is_followed_at_once()
    {
        var (machine, steady) = Clocks();
        machine.Set += TimeSpan.FromHours(1);
        Assert.Equal(Noon.AddHours(1), steady.GetUtcNow());
    }

    [Fact]
    public void After_a_step_back_it_goes_on_a_little_slower_until_the_machine_has_caught_up()
    {
        var (machine, steady) = Clocks();
        machine.Set -= TimeSpan.FromHours(1);
        Assert.Equal(Noon, steady.GetUtcNow());
        Assert.Equal(TimeSpan.FromHours(1), steady.Ahead);
        machine.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(Noon.AddMinutes(9.5), steady.GetUtcNow());
        machine.Advance(TimeSpan.FromHours(21));
        Assert.Equal(machine.GetUtcNow(), steady.GetUtcNow());
    }

    [Fact]
    public void However_the_clock_is_set_it_never_steps_back_and_never_stands_still() =>
        Gen.Select(Gen.Int[1, 100_000], Gen.Int[-7_200_000, 7_200_000]).Array[1, 50].Sample(steps =>
        {
            var (machine, steady) = Clocks();
            var last = steady.GetUtcNow();
            foreach (var (elapsed, step) in steps)
            {
                machine.Set += TimeSpan.FromMilliseconds(step);
                machine.Advance(TimeSpan.FromMilliseconds(elapsed));
                var now = steady.GetUtcNow();
                Assert.True(now - last >= TimeSpan.FromMilliseconds(elapsed * 0.95) - TimeSpan.FromTicks(1));
                Assert.True(now >= machine.GetUtcNow());
                last = now;
            }
        });

    private static (SettableTime Machine, SteadyTime Steady) Clocks()
    {
        var machine = new SettableTime(Noon);
        return (machine, new SteadyTime(machine));
    }
}
