using CsCheck;
using Warmpath.Routing.Limits;

namespace Warmpath.Routing.Tests.Limits;

public class CongestionTests
{
    private const double Limit = 60_000; // 1,000 tokens a second

    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_pool_that_nobody_uses_makes_nobody_wait() =>
        Assert.Equal(0, new Congestion().Caused(50_000, Limit, Limit, Now));

    [Fact]
    public void Far_from_empty_a_request_causes_next_to_no_waiting_and_near_empty_it_does()
    {
        var congestion = Busy(requests: 600, tokens: 2_000);

        Assert.True(congestion.Caused(2_000, Limit, Limit, Now) < 0.01);
        Assert.True(congestion.Caused(2_000, 0, Limit, Now) > 0.1);
    }

    [Fact]
    public void More_tokens_less_left_or_more_demand_never_cause_less_waiting() =>
        Gen.Select(Gen.Double[1, 60_000], Gen.Double[-60_000, 60_000], Gen.Int[1, 1_000], Gen.Double[0, 30_000]).Sample((tokens, level, requests, more) =>
        {
            var congestion = Busy(requests, 1_000);
            var caused = congestion.Caused(tokens, level, Limit, Now);

            Assert.True(caused >= 0);
            Assert.True(congestion.Caused(tokens, level - more, Limit, Now) >= caused * (1 - 1e-9));
            Assert.True(congestion.Caused(tokens + more, level, Limit, Now) >= caused * (1 - 1e-9));
            Assert.True(double.IsFinite(caused));
        });

    [Fact]
    public void Demand_is_forgotten()
    {
        var congestion = Busy(requests: 600, tokens: 2_000);

        Assert.True(congestion.Caused(2_000, 0, Limit, Now.AddHours(12)) < 1e-6);
    }

    [Fact]
    public void Others_that_would_not_wait_long_suffer_less()
    {
        var (impatient, patient) = (Busy(600, 2_000, patience: 1), Busy(600, 2_000, patience: 60));

        Assert.True(impatient.Caused(2_000, 0, Limit, Now) < patient.Caused(2_000, 0, Limit, Now) / 2);
        Assert.Equal(0, Busy(600, 2_000, patience: 0).Caused(2_000, 0, Limit, Now), 9);
    }

    private static Congestion Busy(int requests, double tokens, double patience = 10)
    {
        var congestion = new Congestion();
        for (var i = 0; i < requests; i++)
        {
            congestion.Count(tokens, patience, Now);
        }

        return congestion;
    }
}
