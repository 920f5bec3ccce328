using Warmpath.Routing.Limits;
using Warmpath.Simulation.Providers;

namespace Warmpath.Simulation.Tests.Providers;

/// <summary>The bucket rules of <c>simulation.md</c>, each as a case worked out by hand.</summary>
public class LimitRulesTests
{
    [Fact]
    public void Requests_are_refilled_continuously()
    {
        var provider = Prompts.Limited(requests: 2, input: null, output: null);
        provider.Answered(Prompts.Even(1, 10), 0);
        provider.Answered(Prompts.Even(1, 10), 0);

        // 2 per minute = one in 30 s
        var refusal = provider.Refused(Prompts.Even(1, 10), 12);
        Assert.Equal((LimitAxis.Requests, 2), (refusal.Axis, refusal.LimitPerMinute));
        Assert.Equal(TimeSpan.FromSeconds(18), refusal.RetryAfter);
        provider.Answered(Prompts.Even(1, 10), 30);
    }

    [Fact]
    public void Written_and_fresh_tokens_are_charged_and_tokens_read_are_not()
    {
        var provider = Prompts.Limited(requests: null, input: 6000, output: null); // 100 per second
        provider.Answered(Prompts.Even(5, 1000, 3), 0); // 4,000 written, 1,000 fresh: 1,000 left
        provider.Answered(Prompts.Even(5, 1000, 3), 2); // 1,200 left: 4,000 read, 1,000 fresh: 200 left

        var refusal = provider.Refused(Prompts.Even(5, 1000, 3), 2);
        Assert.Equal((LimitAxis.InputTokens, TimeSpan.FromSeconds(8)), (refusal.Axis, refusal.RetryAfter));
    }

    [Fact]
    public void Tokens_read_are_charged_where_the_provider_counts_them()
    {
        var provider = Prompts.Limited(null, 6000, null, new() { CountReads = 0.5 });
        provider.Answered(Prompts.Even(4, 1000, 3), 0); // 2,000 left

        provider.Answered(Prompts.Even(4, 1000, 3), 1); // 2,100 left: 4,000 read x 0.5: 100 left
        Assert.Equal(TimeSpan.FromSeconds(19), provider.Refused(Prompts.Even(4, 1000, 3), 1).RetryAfter);
    }

    [Fact]
    public void One_limit_may_count_all_tokens_those_read_and_the_answer_s_too()
    {
        var provider = Prompts.Limited(null, 12_000, output: 1);
        var request = Prompts.Even(4, 1000, 3) with { OutputTokens = 500, CountsAllTokens = true };
        provider.Answered(request, 0); // 7,500 left
        provider.Answered(request, 1); // 7,700 left: 4,000 read and 500 said: 3,200 left

        Assert.Equal(TimeSpan.FromSeconds(6.5), provider.Refused(request, 1).RetryAfter);
    }

    [Fact]
    public void An_answer_may_take_the_output_limit_below_zero_and_nothing_passes_until_it_is_above()
    {
        var provider = Prompts.Limited(null, null, output: 600); // 10 per second
        provider.Answered(Prompts.Even(1, 10) with { OutputTokens = 800 }, 0); // -200

        var refusal = provider.Refused(Prompts.Even(1, 10), 10);
        Assert.Equal(LimitAxis.OutputTokens, refusal.Axis);
        Assert.Equal(10, refusal.RetryAfter!.Value.TotalSeconds, 5);
        provider.Refused(Prompts.Even(1, 10), 20); // exactly 0
        provider.Answered(Prompts.Even(1, 10), 20.01);
    }

    [Fact]
    public void A_refused_request_changes_nothing()
    {
        var provider = Prompts.Limited(requests: 60, input: 6000, output: null);
        provider.Answered(Prompts.Even(5, 1000), 0);
        for (var i = 0; i < 100; i++)
        {
            provider.Refused(Prompts.Even(2, 1000, 1), 1);
        }

        // 1,000 + 10 s x 100: just enough for 2,000 cold tokens, and the refusals have written nothing.
        Assert.Equal(2000, provider.Answered(Prompts.Even(2, 1000, 1), 10).Usage.CacheWrite5m);
    }

    [Fact]
    public void Retry_after_is_that_of_the_slowest_limit()
    {
        var provider = Prompts.Limited(requests: 1, input: 6000, output: null);
        provider.Answered(Prompts.Even(6, 1000), 0);

        var refusal = provider.Refused(Prompts.Even(1, 1000), 0); // request in 60 s, tokens in 10 s
        Assert.Equal((LimitAxis.Requests, TimeSpan.FromSeconds(60)), (refusal.Axis, refusal.RetryAfter));
    }

    [Fact]
    public void A_request_larger_than_the_bucket_passes_when_it_is_full_and_leaves_a_debt()
    {
        var provider = Prompts.Limited(null, 6000, null);
        provider.Answered(Prompts.Even(1, 1000), 0);

        Assert.Equal(TimeSpan.FromSeconds(10), provider.Refused(Prompts.Even(9, 1000), 0).RetryAfter);
        provider.Answered(Prompts.Even(9, 1000), 10); // -3,000
        Assert.Equal(TimeSpan.FromSeconds(40), provider.Refused(Prompts.Even(1, 1000), 10).RetryAfter);
    }

    [Fact]
    public void A_request_larger_than_the_bucket_never_passes_where_oversize_is_rejected()
    {
        var provider = Prompts.Limited(null, 6000, null, new() { Oversize = OversizePolicy.Reject });

        Assert.Null(provider.Refused(Prompts.Even(7, 1000), 1000).RetryAfter);
        provider.Answered(Prompts.Even(6, 1000), 1000);
    }

    [Fact]
    public void Burst_scales_the_capacity_and_not_the_refill()
    {
        var provider = Prompts.Limited(null, 6000, null, new() { Burst = 0.5 });
        provider.Answered(Prompts.Even(3, 1000), 0);

        Assert.Equal(TimeSpan.FromSeconds(30), provider.Refused(Prompts.Even(3, 1000), 0).RetryAfter);
    }

    [Fact]
    public void Each_model_class_has_buckets_of_its_own()
    {
        var provider = new Provider([new OrganizationSpec("acme")
        {
            Limits = new Dictionary<string, LimitSettings> { ["opus"] = new(1, null, null), ["*"] = new(2, null, null) },
        }]);
        var request = Prompts.Even(1, 10);
        provider.Answered(request with { ModelClass = "opus" }, 0);
        provider.Answered(request, 0);
        provider.Answered(request with { ModelClass = "haiku" }, 0);
        provider.Answered(request, 0);

        Assert.Equal(1, provider.Refused(request with { ModelClass = "opus" }, 0).LimitPerMinute);
        Assert.Equal(2, provider.Refused(request, 0).LimitPerMinute);
        provider.Answered(request with { ModelClass = "haiku" }, 0);
    }

    [Fact]
    public void Keys_of_one_organization_share_its_limits()
    {
        var limits = new Dictionary<string, LimitSettings> { ["*"] = new(1, null, null) };
        var provider = new Provider(
        [
            new("acme") { Limits = limits, Keys = [new("a"), new("b", "w2")] },
            new("beta") { Limits = limits },
        ]);
        provider.Answered(Prompts.Even(1, 10), 0, "a");

        provider.Refused(Prompts.Even(1, 10), 0, "b");
        provider.Answered(Prompts.Even(1, 10), 0, "beta");
    }

    [Fact]
    public void A_workspace_s_own_limits_and_its_organization_s_both_have_to_admit_a_request()
    {
        var provider = new Provider(
        [
            Prompts.Organization("acme", new(null, 10_000, null)) with
            {
                WorkspaceLimits = new Dictionary<string, IReadOnlyDictionary<string, LimitSettings>>
                {
                    ["low"] = new Dictionary<string, LimitSettings> { ["*"] = new(null, 4_000, null) },
                },
                Keys = [new("a"), new("b", "low")],
            },
        ]);
        provider.Answered(Prompts.Even(3, 1000), 0, "b");

        Assert.Equal((4_000, 15), (provider.Refused(Prompts.Even(2, 1000), 0, "b").LimitPerMinute, provider.Refused(Prompts.Even(2, 1000), 0, "b").RetryAfter?.TotalSeconds));
        Assert.Equal(new LimitLevel(LimitAxis.InputTokens, 4_000, 1_000, TimeSpan.FromSeconds(45)), Assert.Single(provider.Organizations["acme"].Levels("low", "sonnet", Prompts.At(0))));
        provider.Answered(Prompts.Even(6, 1000), 0, "a");
        Assert.Equal(1_000, Assert.Single(provider.Organizations["acme"].Levels("default", "sonnet", Prompts.At(0))).Remaining);
    }

    [Fact]
    public void Levels_say_what_remains_and_when_all_is_there_again()
    {
        var provider = Prompts.Limited(requests: 60, input: 6000, output: null);
        provider.Answered(Prompts.Even(3, 1000), 0);

        Assert.Equal(
            [
                new(LimitAxis.Requests, 60, 59, TimeSpan.FromSeconds(1)),
                new LimitLevel(LimitAxis.InputTokens, 6000, 3000, TimeSpan.FromSeconds(30)),
            ],
            provider.Organizations["acme"].Levels("default", "sonnet", Prompts.At(0)));
    }

    [Fact]
    public void A_clock_that_steps_back_refills_nothing()
    {
        var provider = Prompts.Limited(requests: 1, input: null, output: null);
        provider.Answered(Prompts.Even(1, 10), 100);

        provider.Refused(Prompts.Even(1, 10), 40);
        Assert.Equal(TimeSpan.FromSeconds(60), provider.Refused(Prompts.Even(1, 10), 100).RetryAfter);
    }
}
