using Warmpath.Mock.Http;
using Warmpath.Simulation.Providers;

namespace Warmpath.Mock;

/// <summary>The provider model that all calls share. Safe for several threads.</summary>
internal sealed class MockWorld(MockOptions options)
{
    private readonly Lock _lock = new();
    private readonly Provider _provider = new(
        options.Organizations.Select(organization => organization.Spec()),
        new ProviderParameters().Slowed(options.LatencyFactor));

    /// <summary>Asks the model for an answer, and sets the limit headers, whatever it says.</summary>
    /// <param name="model">As the call names it; null when it names none.</param>
    /// <returns>The 429, or null with the model's answer.</returns>
    public ProviderError? Admit(MockCall call, ProviderRequest request, string? model, DateTimeOffset now, out Answer? answer)
    {
        var (reply, levels) = Send(call.Key.Organization.Name, call.Dialect.PlaceOf(call.Workspace), request, now);
        call.Dialect.SetLimits(call.Answer.Headers, levels, now);
        answer = reply as Answer;
        return reply is RateRefusal refusal ? call.Dialect.RateLimit(refusal, call.Key, model) : null;
    }

    /// <summary>The same for a call that draws on nothing but a request limit of its own (providers.md 1.2).</summary>
    /// <param name="limit">One of <see cref="Accounts.MockTier.Apart"/>.</param>
    public ProviderError? AdmitApart(MockCall call, string limit, string? model, DateTimeOffset now) => Admit(
        call,
        new ProviderRequest { ModelClass = limit, Blocks = [], PrefixTokens = ReadOnlyMemory<int>.Empty, OutputTokens = 0 },
        model,
        now,
        out _);

    /// <returns>What the model says, and how the limits stand after it.</returns>
    private (ProviderReply Reply, IReadOnlyList<LimitLevel> Levels) Send(
        string organization, string workspace, ProviderRequest request, DateTimeOffset now)
    {
        lock (_lock)
        {
            var place = _provider.Organizations[organization];
            return (place.Send(workspace, request, now), place.Levels(workspace, request.ModelClass, now));
        }
    }
}
