using Warmpath.Routing.Catalog;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Lifetimes;
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
}
