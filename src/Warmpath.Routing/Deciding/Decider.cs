using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Routing.Lifetimes;
using Warmpath.Routing.Limits;
using Warmpath.Routing.Misses;
using Warmpath.Routing.Outlines;
using Warmpath.Routing.Policies;
using Warmpath.Routing.Warmth;

namespace Warmpath.Routing.Deciding;

/// <summary>Decides: gathers what is known of every key for this request, lets the policy choose, and reserves or waits.</summary>
internal sealed class Decider(RoutingState state)
{
    /// <summary>Reserved of the output limit before the answer tells: most turns of an agent are shorter.</summary>
    private const int ReservedOutput = 300;

    /// <summary>A prompt estimated this near below the minimum may be above it: better a home too many than a scattered lineage.</summary>
    private const double MinimumSlack = 0.9;

    /// <summary>Tries of one request over all keys; a fleet that refuses as often will not serve the next either.</summary>
    private const int MaximumAttempts = 30;

    private readonly List<Candidate> _candidates = [];

    // Chosen for the request at hand: at home, and elsewhere.
    private LifetimeChoice _atHome;
    private LifetimeChoice _elsewhere;
    private double _rent;

    public Decision Decide(Ticket ticket, DateTimeOffset now)
    {
        var left = WaitingRoom.Leave(ticket);
        var decision = DecideAnew(ticket, now);
        if (decision is not Decision.Wait)
        {
            state.Waiting.Forget(ticket);
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
        var model = state.Catalog.Facts(request.Outline.Model, now);
        var minimum = (int)(model.MinimumCacheTokens * MinimumSlack);
        state.Forecaster.Look(request.Outline, ticket.PrefixTokens, request.Kind == RequestKind.Messages ? minimum : int.MaxValue);
        var question = new Question(
            request, ticket.Home, model, state.Forecaster.LastBreakpoint >= 0,
            ticket.PrefixTokens.Length == 0 ? 0 : ticket.PrefixTokens[^1], now);
        var limitClass = LimitClass(request.Kind, model.Class);
        ChooseLifetimes(question);

        _candidates.Clear();
        var outlook = new Outlook();
        foreach (var key in state.Roster.Keys)
        {
            Gather(question, ticket, key, limitClass, outlook);
        }

        if (_candidates.Count == 0 && outlook.LacksModel is { } lacking)
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
            return new Decision.Refuse(outlook.Refusal(state.Roster.Keys, now));
        }

        var candidates = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_candidates);
        var choice = state.Policy.Choose(question, candidates);
        ref readonly var chosen = ref candidates[choice.Index];
        return chosen.Delay > TimeSpan.Zero
            ? Hold(ticket, chosen, now)
            : Send(question, ticket, choice, candidates, minimum);
    }

    private void Gather(in Question question, Ticket ticket, KeyState key, string limitClass, Outlook outlook)
    {
        var now = question.Now;
        if ((ticket.Only is { } only && key.Workspace != only)
            || !key.Config.Enabled || key.Condition.Delay(now) is null || key.Organization.Credit.Delay(now) is not { } credit || credit > TimeSpan.Zero)
        {
            return;
        }

        if (key.Blocks(question.Request.Outline.Model, now))
        {
            if (outlook.LacksModel is null || string.CompareOrdinal(key.Config.Id.Value, outlook.LacksModel.Config.Id.Value) < 0)
            {
                outlook.LacksModel = key;
            }

            return;
        }

        Weigh(question, ticket, key, limitClass, outlook);
    }

    private void Weigh(in Question question, Ticket ticket, KeyState key, string limitClass, Outlook outlook)
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
        var lifetime = atHome ? _atHome : _elsewhere;
        var expected = state.Forecaster.Forecast(key.Workspace, now, null, lifetime, out var read);
        if (key.Config.Draining && !(atHome && question.Lineage.Key == key && (expected.Read > 0 || !question.CarriesCache)))
        {
            return;
        }

        var (delay, cause, pool) = Delay(limits, expected, ticket, now);
        if (delay > TimeSpan.Zero)
        {
            // What dies while it waits has to be paid: and a larger need may wait longer.
            expected = state.Forecaster.Forecast(key.Workspace, now + delay, null, lifetime, out read);
            (delay, cause, pool) = Delay(limits, expected, ticket, now);
        }

        if (delay > TimeSpan.Zero && now + delay > ticket.Deadline)
        {
            outlook.Late(cause == DelayCause.Upstream ? Kind(organization.Upstream.Status) : RefusalKind.Limited, now + delay);
            return;
        }

        var waitCaused = limits.WaitCaused(expected.Charged, OutputOf(ticket), now);
        _candidates.Add(new(key, limits, pool, atHome, expected, read, delay, cause, null, waitCaused, lifetime));
        if (question.CarriesCache && state.Forecaster.InFlight(key.Workspace) is { } sibling)
        {
            var patience = Patience(sibling, now);
            var (other, otherCause) = patience > delay ? (patience, DelayCause.Sibling) : (delay, cause);
            var afterwards = state.Forecaster.Forecast(key.Workspace, now + other, sibling, lifetime, out var siblingRead);
            if (otherCause == DelayCause.Sibling && afterwards.Read > expected.Read && now + other <= ticket.Deadline)
            {
                _candidates.Add(new(key, limits, pool, atHome, afterwards, siblingRead, other, otherCause, sibling, limits.WaitCaused(afterwards.Charged, OutputOf(ticket), now), lifetime));
            }
        }
    }

    // Which markers are to live an hour, should the gateway choose: those on what conversations share, which others will want after a pause;
    // all of them at home, once what pauses are expected to cost reaches the price.
    private void ChooseLifetimes(in Question question)
    {
        (_atHome, _elsewhere, _rent) = (LifetimeChoice.Client, LifetimeChoice.Client, 0);
        if (question.Request.Lifetime != LifetimeMode.Auto || !question.CarriesCache || !state.Forecaster.MayChoose)
        {
            return;
        }

        var outline = question.Request.Outline;
        var prices = question.Model.PricesFor(question.PromptTokens);
        state.Forecaster.LastShared = state.Shared.LastThatPays(question.Lineage, question.Request, prices);
        (_atHome, _elsewhere) = (LifetimeChoice.Shared, LifetimeChoice.Shared);

        if (question.Lineage.Workspace is not { } home)
        {
            return;
        }

        var written = state.Forecaster.Forecast(home, question.Now, null, LifetimeChoice.All, out _).Write;
        var uncovered = state.Forecaster.Uncovered(home, question.Now + CacheLifetime.FiveMinutes.Duration());
        _rent = LifetimeChooser.Rent(state.Lifetimes.PauseProbability(question.Lineage, question.Request), uncovered, prices);
        if (question.Lineage.Rent + _rent >= LifetimeChooser.Price(written, prices) && written > 0)
        {
            _atHome = LifetimeChoice.All;
        }
    }

    private Breakpoint[] HourMarkers(Outline outline, LifetimeChoice choice) => choice == LifetimeChoice.Client
        ? []
        : [.. outline.Breakpoints.Where(b => !b.IsExplicit && b.Lifetime == CacheLifetime.FiveMinutes
            && b.Block <= (choice == LifetimeChoice.All ? int.MaxValue : state.Forecaster.LastShared))];

    private static (TimeSpan Delay, DelayCause Cause, LimitPool Pool) Delay(LimitScope limits, TokenForecast expected, Ticket ticket, DateTimeOffset now)
    {
        var (limit, pool) = limits.DelayFor(expected.Charged, OutputOf(ticket), ticket, now);
        var (ruling, throttled) = limits.Throttle(now);
        var throttle = ruling ?? TimeSpan.MaxValue;
        var upstream = limits.Organization.Organization.Upstream.Delay(now) ?? TimeSpan.MaxValue;
        return upstream > TimeSpan.Zero && upstream >= throttle && upstream >= limit ? (upstream, DelayCause.Upstream, limits.Organization)
            : throttle > TimeSpan.Zero && throttle >= limit ? (throttle, DelayCause.Throttle, throttled)
            : limit > TimeSpan.Zero ? (limit, DelayCause.Limit, pool)
            : (TimeSpan.Zero, DelayCause.None, pool);
    }

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
            state.Waiting.WaitFor(ticket, sibling, now);
        }
        else
        {
            state.Waiting.WaitFor(ticket, chosen.Pool, chosen.Expected.Charged, OutputOf(ticket), now);
        }

        return new Decision.Wait(now + chosen.Delay, Reasons.Waiting(chosen));
    }

    private Decision.Send Send(in Question question, Ticket ticket, in Choice choice, ReadOnlySpan<Candidate> candidates, int minimum)
    {
        var now = question.Now;
        ref readonly var chosen = ref candidates[choice.Index];
        var lineage = question.Lineage;
        var organization = chosen.Key.Organization;
        var firstByte = state.FirstBytes.Expected(question.Request.Outline.Model, chosen.Expected.Charged);
        var attempt = new Attempt(ticket, chosen.Key, Reasons.Explain(state.Policy.Name, question, choice, candidates), now)
        {
            AtHome = chosen.AtHome,
            GivesHome = question.CarriesCache && lineage.Workspace is null,
            AwayFromHome = question.CarriesCache && lineage.Workspace is not null && !chosen.AtHome,
            MissGrounds = GroundsOf(question, chosen), // before the plan announces entries of its own
            Reservation = chosen.Limits.Reserve(ticket.Request.Client, chosen.Expected.Charged, OutputOf(ticket), WorthWaiting(question, candidates, choice), now),
            Plan = state.Forecaster.Plan(question.Request.Outline, minimum, chosen.Key.Workspace, chosen.Read, chosen.Lifetime, firstByte, now),
            HourMarkers = HourMarkers(question.Request.Outline, chosen.Lifetime),
            Rent = chosen.AtHome ? _rent : 0,
            BuysHour = chosen.Lifetime == LifetimeChoice.All,
        };
        if (attempt.Plan is { } plan)
        {
            attempt.Touches = [.. plan.Entries.Select(e => new WarmTouch(e.Entry.Digest, e.Writes ? e.Lifetime : e.Entry.Lifetime, e.Tokens, now))];
        }

        foreach (var condition in (ReadOnlySpan<Condition?>)[organization.Credit, organization.Upstream, chosen.Limits.Organization.Throttle, chosen.Limits.Workspace?.Throttle])
        {
            if (condition?.IsHalfOpen(now) == true)
            {
                condition.Probe = attempt;
            }
        }

        if (attempt.GivesHome || attempt.AwayFromHome)
        {
            attempt.Bring(organization);
        }

        chosen.Key.InFlight++;
        ticket.Attempts++;
        return new Decision.Send(attempt);
    }

    private MissGrounds? GroundsOf(in Question question, in Candidate chosen) =>
        question.Request.Kind != RequestKind.Messages ? null
        : !question.CarriesCache ? MissGrounds.OfUncached(question.Request.Outline, question.PromptTokens, question.Model)
        : MissGrounds.Of(
            question.Request.Outline, question.Lineage, chosen.Key.Workspace, chosen.Read,
            state.Forecaster.InFlight(chosen.Key.Workspace) is not null, question.Now);

    // Seconds that the request would wait for the chosen limits at most: for as long as that is cheaper than its tokens elsewhere.
    private static double WorthWaiting(in Question question, ReadOnlySpan<Candidate> candidates, in Choice choice)
    {
        var (request, prices) = (question.Request, new TokenPrices(question.Model.PricesFor(question.PromptTokens)));
        var elsewhere = double.PositiveInfinity;
        foreach (ref readonly var other in candidates)
        {
            if (other.Limits != candidates[choice.Index].Limits)
            {
                elsewhere = Math.Min(elsewhere, prices.Of(other.Expected));
            }
        }

        var saved = Math.Max(0, elsewhere - choice.Price) * 3600;
        var longest = request.MaximumWait.TotalSeconds;
        return saved < longest * request.ValueOfTimePerHour ? saved / request.ValueOfTimePerHour : longest;
    }

    internal static string LimitClass(RequestKind kind, string modelClass) => kind switch
    {
        RequestKind.CountTokens => "count_tokens",
        RequestKind.Models => "models",
        _ => modelClass,
    };

    private static RefusalKind Kind(KeyStatus status) => status == KeyStatus.Unreachable ? RefusalKind.Unreachable : RefusalKind.Overloaded;

    private static double OutputOf(Ticket ticket) => ticket.Request.Kind != RequestKind.Messages ? 0
        : ticket.Request.Outline.MaxTokens is > 0 and < ReservedOutput and var tokens ? tokens : ReservedOutput;
}
