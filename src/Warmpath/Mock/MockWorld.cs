using Warmpath.Simulation.Providers;

namespace Warmpath.Mock;

/// <summary>The provider model that all calls share. Safe for several threads.</summary>
internal sealed class MockWorld(MockOptions options)
{
    private readonly Lock _lock = new();
    private readonly Provider _provider = new(
        options.Organizations.Select(organization => organization.Spec()),
        new ProviderParameters().Slowed(options.LatencyFactor));

    /// <returns>What the model says, and how the limits stand after it.</returns>
    public (ProviderReply Reply, IReadOnlyList<LimitLevel> Levels) Send(
        string organization, string workspace, ProviderRequest request, DateTimeOffset now)
    {
        lock (_lock)
        {
            var place = _provider.Organizations[organization];
            return (place.Send(workspace, request, now), place.Levels(workspace, request.ModelClass, now));
        }
    }
}
