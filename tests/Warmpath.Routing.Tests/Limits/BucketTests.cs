using CsCheck;
using Warmpath.Routing.Limits;

namespace Warmpath.Routing.Tests.Limits;

public class BucketTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static Bucket Of(long limit)
    {
        var bucket = new Bucket();
        bucket.SetLimit(limit, Now);
        return bucket;
    }

    [Fact]
    public void An_unknown_limit_admits_everything() => Assert.Equal(TimeSpan.Zero, Delay(new Bucket(), 1e12, Now));

    [Fact]
    public void An_empty_bucket_says_when_the_amount_has_refilled()
    {
        var bucket = Of(60_000); // 1,000 a second
        bucket.Take(60_000, Now);
        Assert.Equal(30, Delay(bucket, 30_000, Now).TotalSeconds, 3);
        Assert.Equal(TimeSpan.Zero, Delay(bucket, 30_000, Now.AddSeconds(30.001)));
    }

    [Fact]
    public void More_than_the_capacity_passes_when_the_bucket_is_full()
    {
        var bucket = Of(60_000);
        Assert.Equal(TimeSpan.Zero, Delay(bucket, 200_000, Now));
        bucket.Take(200_000, Now);
        Assert.Equal(200, Delay(bucket, 200_000, Now).TotalSeconds, 3); // 140,000 of debt, then 60,000 to be full
    }

    [Fact]
    public void Headers_bring_the_level_into_what_they_allow_and_leave_it_where_it_fits()
    {
        var bucket = Of(100_000);
        bucket.Correct(remaining: 40_000, rounding: 500, takenSince: 0, TimeSpan.Zero, Now);
        Assert.Equal(40_500, bucket.Level(Now), 1);
        bucket.Correct(remaining: 41_000, rounding: 500, takenSince: 0, TimeSpan.Zero, Now);
        Assert.Equal(40_500, bucket.Level(Now), 1); // within the rounding: our own count is the finer one
        bucket.Correct(remaining: 90_000, rounding: 500, takenSince: 30_000, TimeSpan.Zero, Now);
        Assert.Equal(59_500, bucket.Level(Now), 1); // the provider had not seen 30,000 that are on their way
    }

    [Fact]
    public void A_refusal_empties_the_bucket_so_that_the_amount_fits_when_the_provider_says()
    {
        var bucket = Of(60_000);
        bucket.Refused(20_000, TimeSpan.FromSeconds(10), Now);
        Assert.Equal(10, Delay(bucket, 20_000, Now).TotalSeconds, 3);
    }

    [Fact]
    public void Never_more_is_admitted_than_capacity_and_refill() =>
        Gen.Select(Gen.Double[1, 5_000], Gen.Double[0, 20]).Array[1, 100].Sample(steps =>
        {
            var bucket = Of(10_000);
            var (now, admitted) = (Now, 0d);
            foreach (var (amount, pause) in steps)
            {
                now += TimeSpan.FromSeconds(pause);
                if (Delay(bucket, amount, now) == TimeSpan.Zero)
                {
                    bucket.Take(amount, now);
                    admitted += amount;
                }
            }

            Assert.True(admitted <= 10_000 + ((now - Now).TotalMinutes * 10_000) + 1e-3);
        });

    [Fact]
    public void Nothing_left_in_a_header_does_not_forgive_a_debt()
    {
        var bucket = new Bucket();
        bucket.SetLimit(60_000, Now);
        bucket.Take(90_000, Now);
        bucket.Correct(remaining: 0, rounding: 500, takenSince: 0, TimeSpan.FromSeconds(1), Now);

        Assert.Equal(-30_000, bucket.Level(Now), 3);
    }

    private static TimeSpan Delay(Bucket bucket, double amount, DateTimeOffset now) => TimeSpan.FromSeconds(bucket.Ahead(now).Wait(amount));
}
