using System.Diagnostics.Metrics;
using Warmpath.Gateway.Admin;
using Warmpath.Routing;
using Warmpath.Routing.Health;
using Warmpath.Storage;

namespace Warmpath.Gateway.Probes;

/// <summary>How the fleet stands, for <c>/metrics</c>: asked when scraped, so it costs nothing in between.</summary>
public sealed class FleetMeter : IDisposable
{
    private readonly Meter _meter = new("Warmpath");

    public FleetMeter(Router router, WarmpathStore store, TimeProvider time)
    {
        _meter.CreateObservableGauge("warmpath.keys", () => KeysByState(router, time), "{key}", "Keys by state");
        _meter.CreateObservableGauge("warmpath.requests.waiting", () => router.View(time.GetUtcNow()).Waiting, "{request}", "Requests held by the gateway now");
        _meter.CreateObservableGauge("warmpath.ledger.pending", () => store.LedgerHealth.Pending, "{row}", "Ledger rows in memory that are not durable yet");
        _meter.CreateObservableGauge("warmpath.ledger.failing", () => store.IsLedgerFailing ? 1 : 0, description: "1 while the store cannot be written");
        _meter.CreateObservableCounter("warmpath.ledger.dropped", () => store.LedgerHealth.Dropped, "{row}", "Ledger rows lost since start");
        _meter.CreateObservableGauge(
            "warmpath.clock.ahead", () => (time as SteadyTime)?.Ahead.TotalSeconds ?? 0, "s",
            "How far the machine's clock is behind the gateway's, after it was set back");
        _meter.CreateObservableGauge(
            "warmpath.forecast.error.mean", () => router.View(time.GetUtcNow()).Forecast.MeanSignedError, "{token}",
            "Mean of forecast minus read cache tokens since start: positive = too hopeful");
        _meter.CreateObservableGauge(
            "warmpath.forecast.error.absolute", () => router.View(time.GetUtcNow()).Forecast.MeanAbsoluteError, "{token}",
            "Mean distance of forecast and read cache tokens since start");
        _meter.CreateObservableGauge(
            "warmpath.estimate.error", () => router.View(time.GetUtcNow()).TokenEstimates.Select(estimate => new Measurement<double>(
                estimate.MeanErrorShare, new KeyValuePair<string, object?>("gen_ai.request.model", estimate.Model))),
            "1", "Mean error of the estimated prompt size, as a share of it; only of models that have answered");
    }

    public void Dispose() => _meter.Dispose();

    // Every state every time: a series that vanishes cannot be alerted on.
    private static IEnumerable<Measurement<int>> KeysByState(Router router, TimeProvider time)
    {
        var keys = router.View(time.GetUtcNow()).Keys;
        foreach (var state in Enum.GetValues<KeyStatus>())
        {
            yield return new(keys.Count(key => key.Status == state), new KeyValuePair<string, object?>("state", AdminNames.Of(state)));
        }
    }
}
