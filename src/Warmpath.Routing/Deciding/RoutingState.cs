using Warmpath.Routing.Catalog;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Lifetimes;
using Warmpath.Routing.Limits;
using Warmpath.Routing.Lineages;
using Warmpath.Routing.Policies;
using Warmpath.Routing.Warmth;

namespace Warmpath.Routing.Deciding;

/// <summary>Everything in routing that changes, in one place, guarded by the router's lock.</summary>
internal sealed class RoutingState
{
    public RoutingState(ModelCatalog catalog, RouterSettings settings, Action<RoutingEvent>? happened)
    {
        (Catalog, Settings, Happened) = (catalog, settings, happened);
        Policy = RoutingPolicies.Create(settings.Policy);
        Roster = new KeyRoster(Warmth);
        Forecaster = new CacheForecaster(Warmth);
        Calibration = new TokenCalibration(settings.InitialTokensPerUnit);
    }

    public ModelCatalog Catalog { get; set; }

    public RouterSettings Settings { get; set; }

    public IRoutingPolicy Policy { get; set; }

    public Action<RoutingEvent>? Happened { get; }

    public WarmthIndex Warmth { get; } = new();

    public KeyRoster Roster { get; }

    public CacheForecaster Forecaster { get; }

    public TokenCalibration Calibration { get; }

    public FirstByteModel FirstBytes { get; } = new();

    public LifetimeChooser Lifetimes { get; } = new();

    public SharedPrefixes Shared { get; } = new();

    public LineageTable Lineages { get; } = new();

    public WaitingRoom Waiting { get; } = new();

    public ForecastErrors ForecastErrors { get; } = new();

    /// <summary>The limits that an answer to the attempt is about: it may have revealed other pools than those that were reserved from.</summary>
    public ClassLimits LimitsOf(Attempt attempt, DateTimeOffset now)
    {
        var request = attempt.Ticket.Request;
        return attempt.State.Organization.LimitsOf(Decider.LimitClass(request.Kind, Catalog.Facts(request.Outline.Model, now).Class), now);
    }

    public void Tell(RoutingEventKind kind, DateTimeOffset now, string subject, string text) =>
        Happened?.Invoke(new(kind, now, subject, text));
}
