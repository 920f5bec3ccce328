using System.Text;
using Warmpath.Routing.Catalog;
using Warmpath.Routing.Limits;

namespace Warmpath.Routing.Tests.Catalog;

public class ModelCatalogTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The tables of providers.md 1.2, 2.1, 2.8 and 3.</summary>
    [Theory]
    [InlineData("claude-fable-5-2", "fable-5", 512, ThinkingBinding.Prefix, 8, 10, 16, 0.20, 40)]
    [InlineData("claude-fable-5-1", "fable-5", 512, ThinkingBinding.Prefix, 10, 12.5, 20, 0.25, 50)]
    [InlineData("claude-mythos-5-1", "mythos-5", 512, ThinkingBinding.Prefix, 10, 12.5, 20, 0.25, 50)]
    [InlineData("claude-fable-5", "fable-5", 512, ThinkingBinding.None, 10, 12.5, 20, 1, 50)]
    [InlineData("claude-mythos-5", "mythos-5", 512, ThinkingBinding.None, 10, 12.5, 20, 1, 50)]
    [InlineData("claude-opus-5-5", "opus-5-5", 512, ThinkingBinding.Prefix, 4, 5, 8, 0.20, 20)]
    [InlineData("claude-opus-5", "opus-5", 512, ThinkingBinding.None, 5, 6.25, 10, 0.50, 25)]
    [InlineData("claude-opus-4-8", "opus-4", 1024, ThinkingBinding.None, 5, 6.25, 10, 0.50, 25)]
    [InlineData("claude-opus-4-7", "opus-4", 2048, ThinkingBinding.None, 5, 6.25, 10, 0.50, 25)]
    [InlineData("claude-opus-4-6", "opus-4", 4096, ThinkingBinding.None, 5, 6.25, 10, 0.50, 25)]
    [InlineData("claude-opus-4-5-20251101", "opus-4", 4096, ThinkingBinding.None, 5, 6.25, 10, 0.50, 25)]
    [InlineData("claude-opus-4-1-20250805", "opus-4", 1024, ThinkingBinding.None, 15, 18.75, 30, 1.50, 75)]
    [InlineData("claude-sonnet-5-5", "sonnet-5-5", 512, ThinkingBinding.Account, 2, 2.5, 4, 0.10, 10)]
    [InlineData("claude-sonnet-5", "sonnet-5", 1024, ThinkingBinding.None, 2, 2.5, 4, 0.20, 10)]
    [InlineData("claude-sonnet-4-6", "sonnet-4", 1024, ThinkingBinding.None, 3, 3.75, 6, 0.30, 15)]
    [InlineData("claude-sonnet-4-5-20250929", "sonnet-4", 1024, ThinkingBinding.None, 3, 3.75, 6, 0.30, 15)]
    [InlineData("claude-haiku-5-5", "haiku-5-5", 512, ThinkingBinding.Account, 0.10, 0.125, 0.20, 0.01, 0.50)]
    [InlineData("claude-haiku-4-5-20251001", "haiku-4-5", 4096, ThinkingBinding.None, 1, 1.25, 2, 0.10, 5)]
    [InlineData("claude-3-5-haiku-20241022", "haiku-3-5", 2048, ThinkingBinding.None, 0.80, 1, 1.6, 0.08, 4)]
    public void Facts_are_those_that_the_provider_publishes(
        string model,
        string modelClass,
        int minimum,
        ThinkingBinding thinking,
        double input,
        double write5m,
        double write1h,
        double read,
        double output)
    {
        var facts = ModelCatalog.BuiltIn.Facts(model, Now);
        Assert.StartsWith(facts.Id, model, StringComparison.Ordinal);
        Assert.Equal((modelClass, minimum, thinking), (facts.Class, facts.MinimumCacheTokens, facts.Thinking));
        Assert.Equal(new ModelPrices((decimal)input, (decimal)write5m, (decimal)write1h, (decimal)read, (decimal)output), facts.Prices);
    }

    /// <summary>OpenAI's price list and pages of its models, November 2026.</summary>
    [Theory]
    [InlineData("gpt-6.2-astra", 8, 10, 0.40, 40)]
    [InlineData("gpt-6.2-sol", 2, 2.5, 0.10, 10)]
    [InlineData("gpt-6.1-terra", 1, 1.25, 0.05, 5)]
    [InlineData("gpt-6.1-sol", 2, 2.5, 0.10, 10)]
    [InlineData("gpt-6-luna", 0.10, 0.125, 0.01, 0.50)]
    [InlineData("gpt-6-sol", 2, 2.5, 0.20, 10)]
    [InlineData("gpt-6-astra", 10, 12.5, 1, 50)]
    [InlineData("gpt-5.6-sol", 4, 5, 0.40, 20)]
    [InlineData("gpt-5.6-terra", 2, 2.5, 0.20, 12)]
    [InlineData("gpt-5.6-luna", 0.20, 0.25, 0.02, 1.2)]
    [InlineData("gpt-5.5", 5, 5, 0.50, 30)]
    [InlineData("gpt-5.4-mini", 0.75, 0.75, 0.075, 4.5)]
    [InlineData("gpt-5.4-nano", 0.20, 0.20, 0.02, 1.25)]
    [InlineData("gpt-5.4", 2.5, 2.5, 0.25, 15)]
    [InlineData("gpt-5.3-codex", 1.75, 1.75, 0.175, 14)]
    [InlineData("gpt-5.2", 1.75, 1.75, 0.175, 14)]
    [InlineData("gpt-5.1", 1.25, 1.25, 0.125, 10)]
    [InlineData("gpt-5", 1.25, 1.25, 0.125, 10)]
    [InlineData("gpt-5-mini", 0.25, 0.25, 0.025, 2)]
    [InlineData("gpt-5-nano", 0.05, 0.05, 0.005, 0.40)]
    [InlineData("o3", 2, 2, 0.50, 8)]
    public void A_reasoning_model_of_openai_charges_reads_has_limits_of_its_own_and_reasoning_of_its_account(
        string model, double input, double write, double read, double output)
    {
        var facts = ModelCatalog.BuiltIn.Facts(model + "-2026-01-31", Now);
        Assert.Equal((model, model, 1024, ThinkingBinding.Account, true), (facts.Id, facts.Class, facts.MinimumCacheTokens, facts.Thinking, facts.ReadsAreCharged));
        Assert.Equal(new ModelPrices((decimal)input, (decimal)write, (decimal)write, (decimal)read, (decimal)output), facts.Prices);
    }

    [Theory]
    [InlineData("gpt-4.1", 2, 0.50, 8)]
    [InlineData("gpt-4.1-mini", 0.40, 0.10, 1.6)]
    [InlineData("gpt-4o", 2.5, 1.25, 10)]
    [InlineData("gpt-4o-mini", 0.15, 0.075, 0.60)]
    [InlineData("text-embedding-3-large", 0.13, 0.13, 0)]
    [InlineData("text-embedding-3-small", 0.02, 0.02, 0)]
    public void Other_models_of_openai_have_no_reasoning_to_lose(string model, double input, double read, double output)
    {
        var facts = ModelCatalog.BuiltIn.Facts(model, Now);
        Assert.Equal((model, ThinkingBinding.None, true), (facts.Class, facts.Thinking, facts.ReadsAreCharged));
        Assert.Equal(new ModelPrices((decimal)input, (decimal)input, (decimal)input, (decimal)read, (decimal)output), facts.Prices);
    }

    [Theory]
    [InlineData("gpt-6.2-sol", 4, 5, 0.2, 15)]
    [InlineData("gpt-5.5", 10, 10, 1, 45)]
    public void A_long_prompt_costs_twice_and_its_answer_half_as_much_again(string model, double input, double write, double read, double output)
    {
        var facts = ModelCatalog.BuiltIn.Facts(model, Now);
        Assert.Equal(facts.Prices, facts.PricesFor(272_000));
        Assert.Equal(new ModelPrices((decimal)input, (decimal)write, (decimal)write, (decimal)read, (decimal)output), facts.PricesFor(272_001));
    }

    [Fact]
    public void The_oldest_haiku_is_the_only_model_of_anthropic_whose_reads_are_charged()
    {
        Assert.True(ModelCatalog.BuiltIn.Facts("claude-3-5-haiku-20241022", Now).ReadsAreCharged);
        Assert.True(ModelCatalog.BuiltIn.Facts("claude-haiku-3-5", Now).ReadsAreCharged);
        Assert.All(
            ["claude-haiku-5-5", "claude-haiku-4-5", "claude-sonnet-5-5", "claude-opus-5-5", "claude-fable-5-2", "claude-opus-9"],
            model => Assert.False(ModelCatalog.BuiltIn.Facts(model, Now).ReadsAreCharged));
    }

    [Theory]
    [InlineData("2026-09-01", 0.20)]
    [InlineData("2026-10-06T23:59:59", 0.20)]
    [InlineData("2026-10-07", 0.10)]
    [InlineData("2027-01-01", 0.10)]
    public void A_price_holds_from_its_day_on(string at, double cacheRead)
    {
        var facts = ModelCatalog.BuiltIn.Facts("claude-sonnet-5-5", DateTimeOffset.Parse(at + "Z"));
        Assert.Equal((decimal)cacheRead, facts.Prices.CacheRead);
    }

    [Theory]
    [InlineData(100_000, 0.10)]
    [InlineData(100_001, 0.50)]
    public void A_long_prompt_has_its_own_prices(long tokens, double input) =>
        Assert.Equal((decimal)input, ModelCatalog.BuiltIn.Facts("claude-haiku-5-5", Now).PricesFor(tokens).Input);

    [Fact]
    public void An_unknown_model_gets_the_facts_of_its_newest_relative_in_a_class_of_its_own()
    {
        var facts = ModelCatalog.BuiltIn.Facts("claude-opus-6", Now);
        var newest = ModelCatalog.BuiltIn.Facts("claude-opus-5-5", Now);
        Assert.Equal(newest with { Id = "*", Class = "opus" }, facts);
    }

    [Theory]
    [InlineData("gpt-7", "gpt-6.2-sol")]
    [InlineData("gpt-6.3-sol", "gpt-6.2-sol")]
    [InlineData("openai/gpt-6.3-sol", "gpt-6.2-sol")]
    [InlineData("GPT-6.3-Astra", "gpt-6.2-astra")]
    [InlineData("gpt-6.2-terra", "gpt-6.1-terra")]
    [InlineData("gpt-7-luna", "gpt-6-luna")]
    [InlineData("gpt-7-mini", "gpt-5.4-mini")]
    [InlineData("gpt-7-nano", "gpt-5.4-nano")]
    [InlineData("gpt-7-pro", "gpt-5.5-pro")]
    [InlineData("gpt-7-codex", "gpt-5.3-codex")]
    [InlineData("text-embedding-4-small", "text-embedding-3-large")]
    public void An_unknown_model_of_openai_gets_the_facts_of_its_nearest_and_newest_relative_and_limits_of_its_own(string model, string relative) =>
        Assert.Equal(
            ModelCatalog.BuiltIn.Facts(relative, Now) with { Id = "*", Class = model },
            ModelCatalog.BuiltIn.Facts(model, Now));

    [Fact]
    public void Snapshots_of_an_unknown_model_share_its_limits() =>
        Assert.Equal(["gpt-7", "gpt-7"], [ModelCatalog.BuiltIn.Facts("gpt-7-2027-01-31", Now).Class, ModelCatalog.BuiltIn.Facts("gpt-7", Now).Class]);

    [Fact]
    public void The_family_of_which_more_words_stand_in_the_name_is_the_nearer_one_wherever_it_is_listed()
    {
        var catalog = Parse(ModelCatalog.BuiltIn, Entry("gpt-8", "gpt", "gpt-8", 7), Entry("gpt-8-mini", "gpt mini", "minis", 2));

        Assert.Equal(("gpt-9", 7m), (catalog.Facts("gpt-9", Now).Class, catalog.Facts("gpt-9", Now).Prices.Input));
        Assert.Equal(("gpt-mini", 2m), (catalog.Facts("gpt-9-mini", Now).Class, catalog.Facts("gpt-9-mini", Now).Prices.Input));
        Assert.Equal(8m, catalog.Facts("gpt-9-astra", Now).Prices.Input);
    }

    [Theory]
    [InlineData("kimi-k3", "kimi-k3")]
    [InlineData("chatgpt-4o-latest", "chatgpt-4o-latest")]
    [InlineData("deepseek-v4-pro", "deepseek-v4-pro")]
    [InlineData("minimax-mini", "minimax-mini")]
    [InlineData("o9", "o9")]
    [InlineData("", "")]
    public void A_model_of_no_known_family_gets_the_facts_of_any_other(string model, string modelClass)
    {
        var facts = ModelCatalog.BuiltIn.Facts(model, Now);
        Assert.Equal(("*", modelClass, ThinkingBinding.None, false), (facts.Id, facts.Class, facts.Thinking, facts.ReadsAreCharged));
    }

    [Theory]
    [InlineData("Start", "opus-5-5", 1_000, 2_000_000, 400_000)]
    [InlineData("build", "fable-5", 2_000, 1_500_000, 300_000)]
    [InlineData("Build", "sonnet-4", 5_000, 5_000_000, 1_000_000)]
    [InlineData("Scale", "mythos-5", 4_000, 4_000_000, 800_000)]
    [InlineData("Scale", "haiku-4-5", 10_000, 10_000_000, 2_000_000)]
    [InlineData("Start", "haiku-3-5", 1_000, 100_000, 20_000)]
    public void A_tier_has_limits_for_each_class(string tier, string modelClass, long requests, long input, long output) =>
        Assert.Equal(new LimitSettings(requests, input, output), ModelCatalog.BuiltIn.Tier(tier)![modelClass]);

    [Fact]
    public void Every_tier_covers_every_class_of_a_model_of_anthropic()
    {
        string[] classes =
        [
            "fable-5", "mythos-5", "opus-5-5", "opus-5", "opus-4", "sonnet-5-5", "sonnet-5", "sonnet-4", "haiku-5-5", "haiku-4-5", "haiku-3-5",
        ];
        Assert.Equal(["Start", "Build", "Scale"], ModelCatalog.BuiltIn.Tiers);
        Assert.Equal(classes.Order(StringComparer.Ordinal), ModelCatalog.BuiltIn.Classes.Where(name => !name.StartsWith("gpt-", StringComparison.Ordinal) && !name.StartsWith("text-", StringComparison.Ordinal) && name is not ("o3" or "o3-pro")));
        Assert.All(ModelCatalog.BuiltIn.Tiers, tier => Assert.Equal(classes, ModelCatalog.BuiltIn.Tier(tier)!.Keys));
        Assert.Null(ModelCatalog.BuiltIn.Tier("Evaluation"));
    }

    [Fact]
    public void An_overlay_replaces_entries_by_id_and_adds_the_others_in_front()
    {
        var catalog = Parse(ModelCatalog.BuiltIn, Entry("claude-opus-5-5", "opus", "mine", 3), Entry("claude-opus-6", "opus", "opus-6", 9));

        Assert.Equal(("mine", 3m), (catalog.Facts("claude-opus-5-5", Now).Class, catalog.Facts("claude-opus-5-5", Now).Prices.Input));
        Assert.Equal("opus-6", catalog.Facts("claude-opus-6-20270101", Now).Class);
        Assert.Equal("sonnet-5-5", catalog.Facts("claude-sonnet-5-5", Now).Class);
        Assert.Equal(3m, catalog.Facts("claude-opus-7", Now).Prices.Input);
        Assert.Equal(4m, ModelCatalog.BuiltIn.Facts("claude-opus-5-5", Now).Prices.Input);
        Assert.NotNull(catalog.Tier("Start"));
    }

    [Fact]
    public void However_many_unknown_names_come_each_gets_its_facts()
    {
        var catalog = Parse(ModelCatalog.BuiltIn);
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 1_500; i++)
            {
                Assert.Equal($"model-{i}", catalog.Facts($"model-{i}", Now).Class);
            }
        }

        Assert.Equal("opus-4", catalog.Facts("claude-opus-4-5-20251101", Now).Class);
    }

    [Fact]
    public void Looking_up_a_model_again_allocates_nothing()
    {
        var catalog = Parse(ModelCatalog.BuiltIn); // its own: others may ask for more names than one keeps
        string[] models = ["claude-opus-5-5", "claude-opus-4-5-20251101", "claude-opus-99", "something-else"];
        Lookup();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Lookup();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Lookup()
        {
            foreach (var model in models)
            {
                catalog.Facts(model, Now);
            }
        }
    }

    internal static string Entry(string id, string family, string modelClass, decimal input) => $$"""
        {"id":"{{id}}","family":"{{family}}","class":"{{modelClass}}","minimumCacheTokens":1,"thinking":"none","source":"test",
         "prices":[{"input":{{input}},"cacheWrite5m":1,"cacheWrite1h":1,"cacheRead":1,"output":1}]}
        """;

    private static ModelCatalog Parse(ModelCatalog? below, params string[] entries) =>
        ModelCatalog.Parse(Encoding.UTF8.GetBytes($"{{\"models\":[{string.Join(',', entries)}]}}"), below);
}
