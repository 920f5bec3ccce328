using Warmpath.Simulation.Providers;

namespace Warmpath.Simulation.Tests.Providers;

public class ProviderParametersTests
{
    [Fact]
    public void A_provider_slowed_by_two_takes_twice_as_long()
    {
        var answer = Prompts.Unlimited(new ProviderParameters().Slowed(2)).Answered(Prompts.Even(4, 10_000, 3), 0);

        // 2 x (0.8 s + 40,000 x 25 us), then 2 x 60 tokens / 60
        Assert.Equal((Prompts.At(3.6), Prompts.At(5.6)), (answer.Begins, answer.Ends));
    }

    [Fact]
    public void A_provider_slowed_by_nothing_answers_at_once()
    {
        var answer = Prompts.Unlimited(new ProviderParameters().Slowed(0)).Answered(Prompts.Even(4, 10_000, 3), 5);

        Assert.Equal((Prompts.At(5), Prompts.At(5)), (answer.Begins, answer.Ends));
    }
}
