using Warmpath.Gateway.Keys;
using Warmpath.Gateway.Traffic;
using Warmpath.Routing;
using Warmpath.Routing.Warmth;
using Warmpath.Simulation.Shadows;
using Warmpath.Storage;
using Warmpath.Storage.Ledger;

namespace Warmpath.Shadows;

/// <summary>Feeds the shadows with the traffic and keeps their sums by the hour, beside those of the very same requests as they really went.</summary>
/// <remarks>
/// After a restart the shadows are warmed with the last hour's recording, as the router is with the ledger; without one their caches are empty, and
/// for up to an hour they look dearer than they are.
/// </remarks>
internal sealed class ShadowListener : ITrafficListener
{
    /// <summary>Of the recording, to warm the shadows with: what lives longest in a cache.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>The latest; more would hold up the traffic of now for seconds.</summary>
    private const int MostRecorded = 5_000;

    private static readonly TimeSpan FleetKeeps = TimeSpan.FromSeconds(1);

    private readonly DateTimeOffset _startedAt;
    private readonly Router _router;
    private readonly KeyRing _keys;
    private readonly WarmpathStore _store;
    private readonly TimeProvider _time;
    private readonly ShadowRun _shadows;
    private readonly Dictionary<(DateTimeOffset Hour, string Way), CounterfactualTotals> _sums = [];
    private DateTimeOffset _lookAgainAt;

    public ShadowListener(Router router, KeyRing keys, WarmpathStore store, PromptSizes sizes, TimeProvider time)
    {
        (_router, _keys, _store, _time) = (router, keys, store, time);
        _shadows = new(seed: 1, sizes, Add);
        _startedAt = time.GetUtcNow();
    }

    public Task BeginAsync(CancellationToken cancellationToken)
    {
        LookAtFleet(_startedAt);
        return _store.ReadLastRecordingAsync(
            _startedAt - Memory,
            _startedAt,
            MostRecorded,
            (recorded, prompt) =>
            {
                _shadows.Serve(RecordedTraffic.ToServed(recorded, prompt), _router.Catalog);
                return Task.CompletedTask;
            },
            cancellationToken);
    }

    public void Served(ServedRequest request)
    {
        var now = _time.GetUtcNow();
        if (now >= _lookAgainAt)
        {
            LookAtFleet(now);
            _lookAgainAt = now + FleetKeeps;
        }

        _shadows.Serve(request, _router.Catalog);
    }

    public async Task FlushAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        _shadows.AdvanceTo(until);
        if (_sums.Count == 0)
        {
            return;
        }

        await _store.AddCounterfactualAsync([.. _sums.Select(sum => new CounterfactualHour(sum.Key.Hour, sum.Key.Way, sum.Value))], cancellationToken);
        _sums.Clear(); // not before they are kept: a store in trouble is tried again
    }

    private void LookAtFleet(DateTimeOffset now) => _shadows.Update(_router.View(now), [.. _keys.All.Select(key => key.Config.Id)]);

    private void Add(ShadowedRequest request)
    {
        var served = request.Served;
        if (served.Request.ArrivedAt < _startedAt)
        {
            return; // counted before the restart
        }

        Add(request, CounterfactualWays.Real, new(served.Usage, served.Stalls, served.SentAt - served.Request.ArrivedAt));
        Add(request, CounterfactualWays.AsRouted, request.AsRouted);
        Add(request, CounterfactualWays.RoundRobin, request.RoundRobin);
        Add(request, CounterfactualWays.SingleKey, request.SingleKey);
    }

    private void Add(ShadowedRequest request, string way, ShadowOutcome outcome)
    {
        var hour = KeyHourTotals.HourOf(request.Served.Request.ArrivedAt);
        var cost = request.Model.PricesFor(outcome.Usage.Prompt).Nanodollars(outcome.Usage);
        _sums[(hour, way)] = _sums.GetValueOrDefault((hour, way))
            + new CounterfactualTotals(1, outcome.Usage, cost, outcome.Stalls, (long)outcome.Stalled.TotalMilliseconds);
    }
}
