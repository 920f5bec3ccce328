using Warmpath.Routing;
using Warmpath.Routing.Catalog;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Lineages;
using Warmpath.Routing.Warmth;

namespace Warmpath.Simulation.Shadows;

/// <summary>
/// What the traffic would have come to with the same keys behind a round-robin or on the first key alone, by the provider model of
/// <c>simulate</c>: shadows that are fed with the real requests, each with caches and limits of its own.
/// </summary>
/// <remarks>
/// Besides, the model's view of the real routing: the same keys at the same times. Not safe for several threads. Memory is bounded: caches by what
/// lives in them, what is pending by <see cref="Shadow.MostPending"/>, lineages by an hour and by <see cref="MostLineages"/>.
/// </remarks>
public sealed class ShadowRun
{
    /// <summary>Beyond it those that rest are forgotten, the longest first.</summary>
    public const int MostLineages = 50_000;

    private readonly ShadowFleet _fleet = new();
    private readonly PromptSizes _sizes;
    private readonly ShadowProvider _asRouted;
    private readonly Shadow _roundRobin;
    private readonly Shadow _singleKey;
    private readonly Action<ShadowedRequest> _served;
    private readonly ConversationFlow _flow = new();
    private DateTimeOffset _sweepAt;
    private long _turn;

    /// <summary>How many lineages it remembers at most in one place.</summary>
    internal int Lineages => Math.Max(_flow.Sessions, Math.Max(_roundRobin.Lineages, _singleKey.Lineages));

    /// <param name="seed">Draws the clients' back-off.</param>
    /// <param name="sizes">May be shared with others of the same thread.</param>
    /// <param name="served">Told of each request once every shadow has served it.</param>
    public ShadowRun(ulong seed, PromptSizes sizes, Action<ShadowedRequest> served)
    {
        var random = new SeededRandom(seed);
        (_sizes, _served) = (sizes, served);
        _asRouted = new(_fleet);
        _roundRobin = new(
            new(_fleet), () => _fleet.Doors[(int)(_turn++ % _fleet.Doors.Count)],
            (request, outcome) => Note(request, outcome, request.SingleKey), random);
        _singleKey = new(new(_fleet), () => _fleet.Doors[0], (request, outcome) => Note(request, request.RoundRobin, outcome), random);
    }

    /// <summary>What is known of keys, pools and limits now. Caches stay, also where an organization becomes known by its id.</summary>
    /// <param name="order">The keys in the order in which people added them.</param>
    public void Update(FleetView fleet, IReadOnlyList<KeyId> order) => _fleet.Update(fleet, order);

    /// <param name="served">In the order of first decisions. Without any usable key it is passed over.</param>
    public void Serve(ServedRequest served, ModelCatalog catalog)
    {
        if (_fleet.Doors.Count == 0 || !_fleet.ByKey.TryGetValue(served.Key, out var door))
        {
            return;
        }

        var arrivedAt = served.DecidedAt;
        _sizes.Fit(served, out var prefixTokens);
        var request = new ShadowRequest(
            served, catalog.Facts(served.Request.Outline.Model, arrivedAt), prefixTokens.AsSpan(0, served.Request.Outline.Blocks.Length), _flow.Next(served));
        var routed = _asRouted.Admit(door, request.AsRouted, served.SentAt);
        request.Routed = new(routed.Usage, served.Stalls, served.SentAt - arrivedAt);
        _roundRobin.Arrive(request);
        _singleKey.Arrive(request);
        Sweep(arrivedAt);
    }

    /// <summary>Lets everything happen that is due.</summary>
    /// <param name="now">Not after the first decision about a request that is still to come.</param>
    public void AdvanceTo(DateTimeOffset now)
    {
        _roundRobin.AdvanceTo(now);
        _singleKey.AdvanceTo(now);
    }

    private void Note(ShadowRequest request, ShadowOutcome? roundRobin, ShadowOutcome? singleKey)
    {
        (request.RoundRobin, request.SingleKey) = (roundRobin, singleKey);
        if (roundRobin is { } one && singleKey is { } other)
        {
            _served(new(request.Served, request.Model, request.Routed, one, other));
            request.Dispose();
        }
    }

    private void Sweep(DateTimeOffset now)
    {
        if (now < _sweepAt && !HasTooMany)
        {
            return;
        }

        _sweepAt = now + TimeSpan.FromMinutes(5);
        var age = TimeSpan.FromHours(1);
        do
        {
            _roundRobin.Forget(now - age);
            _singleKey.Forget(now - age);
            _flow.Forget(now - age);
            age /= 2;
        }
        while (HasTooMany && age > TimeSpan.FromSeconds(1));
    }

    private bool HasTooMany => Lineages > MostLineages;
}
