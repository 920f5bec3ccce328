using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Routing.Limits;
using Warmpath.Routing.Policies;
using Warmpath.Routing.Warmth;

namespace Warmpath.Routing.Deciding;

/// <summary>Decides: gathers what is known of every key for this request, lets the policy choose, and reserves or waits.</summary>
internal sealed class Decider
{
    /// <summary>A prompt estimated this near below the minimum may be above it: better a home too many than a scattered lineage.</summary>
    private const double MinimumSlack = 0.9;

    /// <summary>Tries of one request over all keys; a fleet that refuses as often will not serve the next either.</summary>
    private const int MaximumAttempts = 30;

    private readonly RoutingState _state;
    private readonly List<Candidate> _candidates = [];
    private readonly LifetimePicker _lifetimes;
    private readonly Departure _departure;

    public Decider(RoutingState state)
    {
        _state = state;
        _lifetimes = new(state);
        _departure = new(state, _lifetimes);
    }

    public Decision Decide(Ticket ticket, DateTimeOffset now)
    {
        var left = WaitingRoom.Leave(ticket);
        var decision = DecideAnew(ticket, now);
        if (decision is not Decision.Wait)
        {
            _state.Waiting.Forget(ticket);
        }

        if (left is not null && ticket.WaitingFor != left && (decision as Decision.Send)?.Attempt.Reservation?.Scope.Has(left) != true)
        {
            WaitingRoom.WakeFirst(left); // one less ahead of the others
        }

        return decision;
    }

    private Decision DecideAnew(Ticket ticket, DateTimeOffset now)
    {
        var request = ticket.Request;
        var model = _state.Catalog.Facts(request.Outline.Model, now);
        var minimum = (int)(model.MinimumCacheTokens * MinimumSlack);
        _state.Forecaster.Look(request.Outline, ticket.PrefixTokens, request.Kind == RequestKind.Messages ? minimum : int.MaxValue);
        var question = new Question(
            request, ticket.Lineage, model, _state.Forecaster.LastBreakpoint >= 0,
            ticket.PrefixTokens.Length == 0 ? 0 : ticket.PrefixTokens[^1], now);
        var limitClass = LimitClass(request.Kind, model.Class);
        ticket.ReadsAreCharged = model.ReadsAreCharged;
        _lifetimes.Choose(question);

        if (request.Maker is { } maker && (ticket.Only = _state.Roster.WorkspaceOf(maker)) is null)
        {
            return new Decision.Refuse(Outlook.NobodyOpens(maker));
        }

        _candidates.Clear();
        var outlook = new Outlook();
        foreach (var key in _state.Roster.Keys)
        {
            Gather(question, ticket, key, limitClass, outlook);
        }

        var lastResort = _candidates.Count == 0 && !ticket.IsTriedLast ? outlook.LastResort : null;
        if (lastResort is not null)
        {
            Weigh(question, ticket, lastResort, limitClass, outlook, isLastResort: true);
        }

        if (_candidates.Count == 0 && !outlook.IsLate && !ticket.WasLookedFor && outlook.LacksModel is { } lacking)
        {
            if (ticket.ModelRefused)
            {
                return new Decision.Refuse(new(RefusalKind.NoModel, $"No key has the model '{request.Outline.Model}'.", null));
            }

            // All are known to lack it: one of them says so again, in the provider's own words.
            Weigh(question, ticket, lacking, limitClass, outlook);
        }

        if (_candidates.Count == 0 || ticket.Attempts >= MaximumAttempts)
        {
            return new Decision.Refuse(Refusal(ticket, outlook, now));
        }

        var candidates = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_candidates);
        var choice = _state.Policy.Choose(question, candidates);
        ref readonly var chosen = ref candidates[choice.Index];
        if (chosen.Delay > TimeSpan.Zero)
        {
            return Hold(ticket, chosen, now);
        }

        var send = _departure.Send(question, ticket, choice, candidates, minimum);
        if (chosen.Key.Organization.Upstream.Status != KeyStatus.Unreachable) // that one is tried once as it is, and takes no other's last try
        {
            ticket.IsTriedLast |= lastResort is not null || now >= ticket.Deadline;
        }

        if (lastResort is not null)
        {
            lastResort.Organization.Upstream.Probe ??= send.Attempt;
        }

        return send;
    }

    private Refusal Refusal(Ticket ticket, Outlook outlook, DateTimeOffset now)
    {
        // What a conversation uses is in none of the workspaces that could be asked: as good as nowhere. What somebody asks for by its id may be in one that could not.
        var asked = _state.Roster.Keys.Where(key => IsAsked(ticket, key)).ToList();
        var isNowhere = ticket.WasLookedFor && !outlook.IsLate
            && (!ticket.Request.Kind.IsOfMade() || ticket.Attempts >= MaximumAttempts || !asked.Exists(key => key.Config.Enabled));
        return isNowhere
            ? new(RefusalKind.NotFound, "No workspace of the gateway's keys has it.", null)
            : outlook.Refusal(asked, ticket.Request.Provider, now);
    }

    private void Gather(in Question question, Ticket ticket, KeyState key, string limitClass, Outlook outlook)
    {
        var now = question.Now;
        if (!IsAsked(ticket, key) || !key.Config.Enabled || key.Condition.Delay(now) != TimeSpan.Zero || key.Organization.Credit.Delay(now) != TimeSpan.Zero)
        {
            return;
        }

        if (!question.Request.Kind.IsOfMade() && key.Blocks(question.Request.Outline.Model, now))
        {
            if (outlook.LacksModel is null || string.CompareOrdinal(key.Config.Id.Value, outlook.LacksModel.Config.Id.Value) < 0)
            {
                outlook.LacksModel = key;
            }

            return;
        }

        Weigh(question, ticket, key, limitClass, outlook);
    }

    // Whether the key's workspace may have what the request needs.
    private static bool IsAsked(Ticket ticket, KeyState key) =>
        key.Config.Provider == ticket.Request.Provider && (ticket.Only is not { } only || key.Workspace == only) && ticket.Lacking?.Contains(key.Workspace) != true;

    private void Weigh(in Question question, Ticket ticket, KeyState key, string limitClass, Outlook outlook, bool isLastResort = false)
    {
        var now = question.Now;
        var organization = key.Organization;
        var limits = organization.LimitsOf(limitClass, now).Of(key.Workspace);
        if (organization.Upstream.Status == KeyStatus.Unreachable && ticket.Unreached?.Contains(organization) == true)
        {
            outlook.Late(RefusalKind.Unreachable, organization.Upstream.Until ?? now);
            return;
        }

        var atHome = question.Lineage.Workspace == key.Workspace;
        var lifetime = atHome ? _lifetimes.AtHome : _lifetimes.Elsewhere;
        var expected = _state.Forecaster.Forecast(key.Workspace, now, null, lifetime, out var read);
        if (key.Config.Draining && !ticket.WasLookedFor && question.Request is { Maker: null, AsksForMade: false } && !(atHome && question.Lineage.Key == key && (expected.Read > 0 || !question.CarriesCache)))
        {
            return;
        }

        var (delay, cause, pool) = Delay(limits, expected, ticket, isLastResort, now);
        if (delay > TimeSpan.Zero)
        {
            // What dies while it waits has to be paid: and a larger need may wait longer.
            expected = _state.Forecaster.Forecast(key.Workspace, now + delay, null, lifetime, out read);
            (delay, cause, pool) = Delay(limits, expected, ticket, isLastResort, now);
        }

        if (delay > TimeSpan.Zero && now + delay > ticket.Deadline)
        {
            if (cause == DelayCause.Upstream)
            {
                outlook.Rests(key, Kind(organization.Upstream.Status), now + delay);
            }
            else if (!isLastResort) // it has been told as resting: that is why it is late
            {
                outlook.Late(RefusalKind.Limited, now + delay);
            }

            return;
        }

        var waitCaused = limits.WaitCaused(ticket.Charged(expected), ticket.ReservedOutput, now);
        _candidates.Add(new(key, limits, pool, atHome, expected, read, delay, cause, null, waitCaused, lifetime));
        if (question.CarriesCache && _state.Forecaster.InFlight(key.Workspace) is { } sibling)
        {
            var patience = Patience(sibling, now);
            var (other, otherCause) = patience > delay ? (patience, DelayCause.Sibling) : (delay, cause);
            var afterwards = _state.Forecaster.Forecast(key.Workspace, now + other, sibling, lifetime, out var siblingRead);
            if (otherCause == DelayCause.Sibling && afterwards.Read > expected.Read && now + other <= ticket.Deadline)
            {
                _candidates.Add(new(key, limits, pool, atHome, afterwards, siblingRead, other, otherCause, sibling, limits.WaitCaused(ticket.Charged(afterwards), ticket.ReservedOutput, now), lifetime));
            }
        }
    }

    private static (TimeSpan Delay, DelayCause Cause, LimitPool Pool) Delay(
        LimitScope limits, TokenForecast expected, Ticket ticket, bool isLastResort, DateTimeOffset now)
    {
        var (limit, pool) = limits.DelayFor(ticket.Charged(expected), ticket.ReservedOutput, ticket, now);
        var (ruling, throttled) = limits.Throttle(now);
        var throttle = ruling ?? TimeSpan.MaxValue;
        var condition = limits.Organization.Organization.Upstream;
        var upstream = isLastResort ? Patience(condition.Status, ticket, now) : condition.Delay(ticket.Request.Client, now) ?? TimeSpan.MaxValue;
        return upstream > TimeSpan.Zero && upstream >= throttle && upstream >= limit ? (upstream, DelayCause.Upstream, limits.Organization)
            : throttle > TimeSpan.Zero && throttle >= limit ? (throttle, DelayCause.Throttle, throttled)
            : limit > TimeSpan.Zero ? (limit, DelayCause.Limit, pool)
            : (TimeSpan.Zero, DelayCause.None, pool);
    }

    // Nobody else will serve it: an overload has until the request's deadline to pass, whatever its rest was to be; what cannot be reached is tried at once.
    private static TimeSpan Patience(KeyStatus status, Ticket ticket, DateTimeOffset now) =>
        status == KeyStatus.Overloaded && ticket.Deadline > now ? ticket.Deadline - now : TimeSpan.Zero;

    // What is left of the writer's first byte. Once that is overdue, as long again as it has taken so far (Lindy's law): a writer that
    // hangs looks ever worse and loses its followers.
    private static TimeSpan Patience(WarmEntry sibling, DateTimeOffset now)
    {
        var elapsed = now - sibling.WriterSentAt;
        var left = sibling.WriterFirstByte - elapsed;
        return left > ShortestWait ? left : elapsed > ShortestWait ? elapsed : ShortestWait;
    }

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(20);

    private Decision.Wait Hold(Ticket ticket, in Candidate chosen, DateTimeOffset now)
    {
        if (chosen.Sibling is { } sibling)
        {
            _state.Waiting.WaitFor(ticket, sibling, now);
        }
        else
        {
            _state.Waiting.WaitFor(ticket, chosen.Pool, ticket.Charged(chosen.Expected), ticket.ReservedOutput, now);
        }

        return new Decision.Wait(now + chosen.Delay, Reasons.Waiting(chosen));
    }

    internal static string LimitClass(RequestKind kind, string modelClass) => kind switch
    {
        RequestKind.CountTokens => "count_tokens",
        RequestKind.Models => "models",
        RequestKind.Batches => "batches",
        RequestKind.Files => "files",
        RequestKind.Skills => "skills",
        RequestKind.StoredResponses => "responses",
        RequestKind.Conversations => "conversations",
        _ => modelClass,
    };

    private static RefusalKind Kind(KeyStatus status) => status == KeyStatus.Unreachable ? RefusalKind.Unreachable : RefusalKind.Overloaded;
}
