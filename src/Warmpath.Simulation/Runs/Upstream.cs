using Warmpath.Routing.Deciding;
using Warmpath.Routing.Limits;
using Warmpath.Simulation.Providers;
using Warmpath.Simulation.Worlds;

namespace Warmpath.Simulation.Runs;

/// <summary>The provider model as a gateway meets it: behind keys, with headers, and at times not there.</summary>
internal sealed class Upstream
{
    private readonly World _world;
    private readonly Provider _provider;
    private readonly Dictionary<string, (string Organization, string Workspace)> _doors = [];

    public Upstream(World world)
    {
        (_world, _provider) = (world, new Provider(world.Organizations, world.Provider));
        foreach (var organization in world.Organizations)
        {
            foreach (var key in organization.Keys)
            {
                _doors.Add(key.Name, (organization.Name, key.Workspace));
            }
        }
    }

    /// <summary>What meets the request's next attempt with this key instead of <see cref="Send"/>: what it met there when it was recorded, else what goes on there.</summary>
    public Trouble? TroubleOf(RequestRecord record, string key, DateTimeOffset now)
    {
        var organization = _doors[key].Organization;
        var before = record.Attempts.Count(attempt => _doors[attempt.Key].Organization == organization);
        return record.Request.MetAt(organization, before) is { } met ? met.Trouble : OutageOf(key, now);
    }

    /// <summary>What meets every request with this key now, instead of <see cref="Send"/>; null when nothing is wrong.</summary>
    public Outage? OutageOf(string key, DateTimeOffset now)
    {
        foreach (var outage in _world.Outages)
        {
            if (outage.Strikes(_doors[key].Organization, key, now - World.Start))
            {
                return outage;
            }
        }

        return null;
    }

    /// <summary>How long a refusal takes, for this trouble or for a limit (null).</summary>
    public TimeSpan LatencyOf(Trouble? trouble) =>
        trouble?.Latency ?? (trouble is { Begins: true } ? _world.Provider.Latency : _world.RefusalLatency);

    public ProviderReply Send(string key, ProviderRequest request, DateTimeOffset now) => _provider.Send(key, request, now);

    /// <summary>The headers of an answer that was admitted just now (providers.md 1.3: remaining tokens rounded to thousands).</summary>
    public ResponseFacts Facts(string key, string modelClass, DateTimeOffset now)
    {
        var (organization, workspace) = _doors[key];
        var headers = new LimitHeaders();
        foreach (var level in _provider.Organizations[organization].Levels(workspace, modelClass, now))
        {
            var (limit, remaining) = ((long)level.LimitPerMinute, Math.Max(0, level.Remaining));
            headers = level.Axis switch
            {
                LimitAxis.Requests => headers with { RequestsLimit = limit, RequestsRemaining = (long)remaining },
                LimitAxis.InputTokens => headers with { InputTokensLimit = limit, InputTokensRemaining = Thousands(remaining) },
                _ => headers with { OutputTokensLimit = limit, OutputTokensRemaining = Thousands(remaining) },
            };
        }

        return new(organization, $"{organization}/{workspace}", headers);
    }

    private static long Thousands(double tokens) => (long)Math.Round(tokens / 1000) * 1000;
}
