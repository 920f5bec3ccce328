using Warmpath.Routing.Catalog;
using Warmpath.Routing.Deciding;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Routing.Lineages;
using Warmpath.Routing.Outlines;
using Warmpath.Routing.Policies;
using Warmpath.Routing.Warmth;

namespace Warmpath.Routing;

/// <summary>Decides where each request goes and learns from what came back. The gateway and the simulator run this same code.</summary>
/// <remarks>
/// Thread-safe: one lock, held for microseconds and never across a request. It has no clock: every call brings its <c>now</c> (UTC),
/// and one that is earlier than the last is taken as the last.
/// </remarks>
public sealed class Router : IRouter
{
    private readonly Lock _lock = new();
    private readonly RoutingState _state;
    private readonly Decider _decider;
    private readonly Observer _observer;
    private DateTimeOffset _latest;
    private long _sequence;
    private long _decided;

    /// <param name="happened">Told of events under the router's lock: it may only hand them on.</param>
    /// <exception cref="ArgumentException">The settings name no known policy.</exception>
    public Router(ModelCatalog catalog, RouterSettings settings, Action<RoutingEvent>? happened = null)
    {
        _state = new RoutingState(catalog, settings, happened);
        _decider = new Decider(_state);
        _observer = new Observer(_state);
    }

    // ---- The way of one request ----

    /// <inheritdoc/>
    public Ticket Enter(RoutingRequest request, Action? wake)
    {
        lock (_lock)
        {
            var lineage = _state.Lineages.Of(request);
            lineage.Tickets++;
            return new Ticket(++_sequence, request, lineage, _state.Calibration.PrefixTokens(request.Outline), wake);
        }
    }

    /// <inheritdoc/>
    public Decision Decide(Ticket ticket, DateTimeOffset now)
    {
        lock (_lock)
        {
            now = Monotonic(now);
            if (ticket.DecidedAt is null)
            {
                (ticket.DecidedAt, ticket.DecidedAs) = (now, ++_decided);
            }

            return _decider.Decide(ticket, now);
        }
    }

    /// <inheritdoc/>
    public void Began(Attempt attempt, ResponseFacts facts, DateTimeOffset now)
    {
        lock (_lock)
        {
            _observer.Began(attempt, facts, Monotonic(now));
        }
    }

    /// <inheritdoc/>
    public void Ended(Attempt attempt, Usage? usage, DateTimeOffset now)
    {
        lock (_lock)
        {
            _observer.Ended(attempt, usage, Monotonic(now));
        }
    }

    /// <inheritdoc/>
    public NextStep Failed(Attempt attempt, UpstreamFailure failure, DateTimeOffset now)
    {
        lock (_lock)
        {
            return _observer.Failed(attempt, failure, Monotonic(now));
        }
    }

    /// <inheritdoc/>
    public void Abandoned(Attempt attempt, DateTimeOffset now)
    {
        lock (_lock)
        {
            _observer.Abandoned(attempt, Monotonic(now));
        }
    }

    /// <inheritdoc/>
    public void Leave(Ticket ticket, DateTimeOffset now)
    {
        lock (_lock)
        {
            Monotonic(now);
            ticket.Lineage.Tickets--;
            var pool = WaitingRoom.Leave(ticket);
            _state.Waiting.Forget(ticket);
            if (pool is not null)
            {
                WaitingRoom.WakeFirst(pool);
            }
        }
    }

    // ---- The fleet ----

    /// <summary>Adds a key, or replaces its configuration; requests on their way with the old one end undisturbed.</summary>
    public void SetKey(KeyConfig key, DateTimeOffset now)
    {
        lock (_lock)
        {
            now = Monotonic(now);
            var before = _state.Roster.Find(key.Id);
            var after = _state.Roster.Set(key, now);
            if (before is not null && before != after)
            {
                _state.Lineages.Evict(before, null);
            }

            _state.Waiting.WakeAll();
        }
    }

    /// <summary>Takes a key away. Lineages that it served stay at home where another key opens the same workspace.</summary>
    public void RemoveKey(KeyId key, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_state.Roster.Find(key) is { } state)
            {
                _state.Roster.Remove(key, Monotonic(now));
                _state.Lineages.Evict(state, _state.Roster.Keys.FirstOrDefault(k => k.Workspace == state.Workspace));
                _state.Waiting.WakeAll();
            }
        }
    }

    /// <summary>What a free check of a key found (null failure: it works). Recovers it, or puts it into the state that the failure names.</summary>
    public void Checked(KeyId key, ResponseFacts facts, UpstreamFailure? failure, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_state.Roster.Find(key) is { } state)
            {
                _observer.Checked(state, facts, failure, Monotonic(now));
            }
        }
    }

    /// <summary>Keys whose state a free check can end, and whose backoff is over: one per organization. Each is named once per backoff.</summary>
    public IReadOnlyList<KeyId> DueChecks(DateTimeOffset now)
    {
        lock (_lock)
        {
            now = Monotonic(now);
            var due = new List<KeyId>();
            var seen = new HashSet<Condition>();
            foreach (var (key, condition) in Checkable())
            {
                if (condition.CheckAt <= now && seen.Add(condition))
                {
                    condition.CheckSent(now);
                    due.Add(key.Config.Id);
                }
            }

            return due.Distinct().ToList();
        }
    }

    /// <summary>When the next of <see cref="DueChecks"/> is due; null when nothing is wrong that a check could end.</summary>
    public DateTimeOffset? NextCheckAt
    {
        get
        {
            lock (_lock)
            {
                return Checkable().Min(one => (DateTimeOffset?)one.Condition.CheckAt);
            }
        }
    }

    private IEnumerable<(KeyState Key, Condition Condition)> Checkable() =>
        from key in _state.Roster.Keys
        where key.Config.Enabled
        from condition in (Condition[])[key.Condition, key.Organization.Credit, key.Organization.Upstream]
        where condition.IsSet
        select (key, condition);

    /// <exception cref="ArgumentException">The settings name no known policy.</exception>
    public RouterSettings Settings
    {
        get => _state.Settings;
        set
        {
            lock (_lock)
            {
                if (value.Policy != _state.Settings.Policy)
                {
                    _state.Policy = RoutingPolicies.Create(value.Policy);
                }

                _state.Settings = value;
                _state.Waiting.WakeAll();
            }
        }
    }

    public ModelCatalog Catalog
    {
        get => _state.Catalog;
        set
        {
            lock (_lock)
            {
                _state.Catalog = value;
            }
        }
    }

    public FleetView View(DateTimeOffset now)
    {
        lock (_lock)
        {
            return FleetViews.Of(_state, Monotonic(now));
        }
    }

    /// <summary>Puts back what the store kept of homes and warmth. Call once, after the keys were set and before the first request.</summary>
    /// <param name="warmth">Oldest first; entries of keys that are gone are left out.</param>
    public void Restore(IEnumerable<LineageRecord> lineages, IEnumerable<(KeyId Key, WarmTouch Touch)> warmth, DateTimeOffset now)
    {
        lock (_lock)
        {
            now = Monotonic(now);
            foreach (var record in lineages)
            {
                if (_state.Roster.Find(record.Key) is { } key)
                {
                    _state.Lineages.Restore(record, key);
                }
            }

            foreach (var (id, touch) in warmth)
            {
                if (_state.Roster.Find(id) is { } key && touch.At + touch.Lifetime.Duration() >= now)
                {
                    var entry = _state.Warmth.GetOrAdd(touch.Digest, key.Workspace, touch.At);
                    (entry.Readable, entry.Tokens) = (true, touch.Tokens);
                    _state.Warmth.Touch(entry, touch.Lifetime, touch.At);
                }
            }
        }
    }

    private DateTimeOffset Monotonic(DateTimeOffset now) => _latest = now > _latest ? now : _latest;
}
