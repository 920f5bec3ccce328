using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Routing.Limits;
using Warmpath.Routing.Outlines;
using Warmpath.Routing.Warmth;

namespace Warmpath.Routing.Deciding;

/// <summary>Learns from what came back: pools, limits, health, warmth, token sizes; settles the reservation.</summary>
internal sealed class Observer(RoutingState state)
{
    private static readonly TimeSpan ThrottleFirst = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OverloadFirst = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan UnreachableFirst = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestGuess = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstCheck = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestCheck = TimeSpan.FromHours(1);

    public void Began(Attempt attempt, ResponseFacts facts, DateTimeOffset now)
    {
        if (attempt.HasBegun || attempt.IsClosed)
        {
            return;
        }

        attempt.HasBegun = true;
        var (key, request) = (attempt.State, attempt.Ticket.Request);
        Discover(key, facts.OrganizationId, facts.WorkspaceId, now);
        Learn(attempt, facts.Limits, now);
        if (request.Outline.Stream && request.Kind == RequestKind.Messages)
        {
            state.FirstBytes.Learn(request.Outline.Model, attempt.Explanation.Expected.Charged, now - attempt.SentAt);
        }

        key.Unblock(request.Outline.Model);
        ProbeSucceeded(attempt, now);
        if (attempt.Plan is { } plan)
        {
            Settle(plan, attempt);
            CountGaps(attempt);
            MakeHome(attempt, now);
        }
    }

    public void Ended(Attempt attempt, Usage? usage, DateTimeOffset now)
    {
        if (!Close(attempt))
        {
            return;
        }

        ReleasePlan(attempt);
        attempt.Reservation?.Settle(usage, charged: true, now);
        if (usage is { Prompt: > 0 } used && attempt.Ticket.Request.Kind == RequestKind.Messages)
        {
            state.Calibration.Learn(attempt.Ticket.Request.Outline, used.Prompt);
            if (attempt.Plan is { } plan)
            {
                Correct(plan, attempt.Explanation.Expected, used);
                LeaveTrail(attempt, plan, used);
            }
        }

        WakeFirst(attempt);
    }

    public NextStep Failed(Attempt attempt, UpstreamFailure failure, DateTimeOffset now)
    {
        // Most overloads have passed a moment later, and nothing is lost by one more try: design.md 5.
        if (failure is { Kind: AttemptFailure.Status, Status: >= 500 } && !attempt.IsTriedInPlace && !attempt.IsClosed)
        {
            attempt.TryInPlace(now + Attempt.PauseInPlace);
            return NextStep.TryInPlace;
        }

        if (!Close(attempt))
        {
            return NextStep.DecideAgain;
        }

        var key = attempt.State;
        var verdict = AnswerJudge.Judge(failure, attempt.Ticket.Request.Kind, now);
        Discover(key, failure.OrganizationId, failure.WorkspaceId, now);
        Learn(attempt, failure.Limits, now);
        TakeBack(attempt, now);
        var goesHome = false;
        switch (verdict.Blame)
        {
            case Blame.Request:
                ProbeSucceeded(attempt, now); // an answer about the request is an answer
                break;
            case Blame.Model:
                ProbeSucceeded(attempt, now);
                attempt.Ticket.ModelRefused = true;
                key.Block(attempt.Ticket.Request.Outline.Model, verdict.Reason, now);
                Tell(RoutingEventKind.ModelBlocked, now, key.Config.Name, $"{key.Config.Name} cannot serve {attempt.Ticket.Request.Outline.Model}: {verdict.Reason}.");
                break;
            case Blame.Thinking:
                ProbeSucceeded(attempt, now);
                goesHome = SendHome(attempt, now);
                break;
            case Blame.Limit:
                Throttle(attempt, verdict, failure, now);
                break;
            case Blame.Connection:
                (attempt.Ticket.Unreached ??= []).Add(key.Organization);
                Condemn(key, verdict, now);
                break;
            default:
                Condemn(key, verdict, now);
                break;
        }

        ReleaseProbes(attempt);
        WakeFirst(attempt);
        return verdict.Blame == Blame.Request || (verdict.Blame == Blame.Thinking && !goesHome) ? NextStep.ReturnAnswer : NextStep.DecideAgain;
    }

    // Once, and only while the home can be expected to serve: otherwise the client gets the 400 and drops the thinking itself.
    private static bool SendHome(Attempt attempt, DateTimeOffset now)
    {
        var lineage = attempt.Ticket.Home;
        if (!attempt.AwayFromHome || attempt.Ticket.Only is not null || lineage.Key is not { Present: true } home
            || !home.Config.Enabled || home.Condition.IsSet || home.Organization.Credit.IsSet || home.Organization.Upstream.Delay(now) != TimeSpan.Zero)
        {
            return false;
        }

        lineage.IsPinned = true;
        attempt.Ticket.Only = lineage.Workspace;
        return true;
    }

    public void Abandoned(Attempt attempt, DateTimeOffset now)
    {
        if (Close(attempt))
        {
            TakeBack(attempt, now);
            ReleaseProbes(attempt);
            WakeFirst(attempt);
        }
    }

    /// <summary>A free check came back; null = the key works.</summary>
    public void Checked(KeyState key, ResponseFacts facts, UpstreamFailure? failure, DateTimeOffset now)
    {
        Discover(key, facts.OrganizationId ?? failure?.OrganizationId, facts.WorkspaceId ?? failure?.WorkspaceId, now);
        var verdict = failure is null ? null : AnswerJudge.Judge(failure, RequestKind.CountTokens, now);
        if (verdict is { Blame: Blame.Key or Blame.Credit or Blame.Connection or Blame.Overload })
        {
            Condemn(key, verdict, now);
            return;
        }

        // Anything else, a 404 for the check's model or a 429 too, proves that the key opens its organization.
        var recovered = key.Condition.IsSet || key.Organization.Credit.IsSet || key.Organization.Upstream.IsSet;
        key.Condition.Clear(now);
        key.Organization.Credit.Clear(now);
        key.Organization.Upstream.Clear(now);
        key.UnblockAll();
        if (recovered)
        {
            Recovered(key, now);
        }
    }

    private void Discover(KeyState key, string? organizationId, string? workspaceId, DateTimeOffset now)
    {
        if ((organizationId is not null || workspaceId is not null) && state.Roster.Discover(key, organizationId, workspaceId, now))
        {
            foreach (var lineage in state.Lineages.All)
            {
                if (lineage.Key == key)
                {
                    lineage.Workspace = key.Workspace;
                }
            }

            Tell(RoutingEventKind.PoolDiscovered, now, key.Config.Name,
                $"{key.Config.Name} belongs to organization {key.Organization.Id ?? "?"}, workspace {key.Workspace.Id ?? "?"}.");
        }
    }

    private void Learn(Attempt attempt, LimitHeaders? limits, DateTimeOffset now)
    {
        if (limits is null)
        {
            return;
        }

        LimitsOf(attempt, now).Learn(attempt.State.Workspace, limits, attempt.Reservation, attempt.SentAt, now);
    }

    // The response may have revealed other pools than those that were reserved from.
    private ClassLimits LimitsOf(Attempt attempt, DateTimeOffset now)
    {
        var request = attempt.Ticket.Request;
        return attempt.State.Organization.LimitsOf(
            Decider.LimitClass(request.Kind, state.Catalog.Facts(request.Outline.Model, now).Class), now);
    }

    private void Settle(CachePlan plan, Attempt attempt)
    {
        if (plan.Read is { } read && read.Dies >= attempt.SentAt)
        {
            state.Warmth.Touch(read, read.Lifetime, attempt.SentAt);
        }

        foreach (var (entry, lifetime, _, writes) in plan.Entries)
        {
            if (!writes)
            {
                state.Warmth.Touch(entry, entry.Lifetime, attempt.SentAt);
                continue;
            }

            // Two that write the same entry share the longer of their lifetimes.
            var longer = entry.Readable && entry.Lifetime > lifetime ? entry.Lifetime : lifetime;
            entry.Writers--;
            entry.Readable = true;
            state.Warmth.Touch(entry, longer, attempt.SentAt);
            WaitingRoom.WakeAll(entry);
        }
    }

    private void CountGaps(Attempt attempt)
    {
        var (lineage, outline) = (attempt.Ticket.Home, attempt.Ticket.Request.Outline);
        if (lineage.Workspace is not null && attempt.SentAt > lineage.ServedAt)
        {
            state.Lifetimes.CountTurn(lineage, attempt.Ticket.Request, attempt.SentAt - lineage.ServedAt);
        }

        state.Shared.Count(lineage, attempt.Ticket.Request, attempt.SentAt);
    }

    // The attempt closes: entries that it announced and never began to write are no longer in flight.
    private void ReleasePlan(Attempt attempt)
    {
        if (attempt.HasBegun || attempt.Plan is not { } plan)
        {
            return;
        }

        foreach (var (entry, _, _, writes) in plan.Entries)
        {
            if (writes && --entry.Writers == 0 && !entry.Readable)
            {
                state.Warmth.Remove(entry);
                WaitingRoom.WakeAll(entry);
            }
        }
    }

    private void MakeHome(Attempt attempt, DateTimeOffset now)
    {
        var (lineage, key) = (attempt.Ticket.Home, attempt.State);
        attempt.HomeBefore = (lineage.Key, lineage.Workspace);
        attempt.Arrived();
        if (!key.Present)
        {
            return;
        }

        if (attempt.AwayFromHome)
        {
            Tell(RoutingEventKind.Moved, now, lineage.Id, attempt.Explanation.Reason);
        }

        lineage.IsPinned &= !attempt.AwayFromHome;

        // A cold start pays for everything anew, and so does the hour that was just bought.
        lineage.Rent = attempt.BuysHour || attempt.Explanation.Expected.Read == 0 ? 0 : lineage.Rent + attempt.Rent;
        state.Lineages.SetHome(lineage, key, key.Workspace, attempt.SentAt);
        state.Lineages.Remember(lineage, attempt.Ticket.Request.Client, attempt.Ticket.Request.Outline.Blocks[^1].Digest);
    }

    private void TakeBack(Attempt attempt, DateTimeOffset now)
    {
        ReleasePlan(attempt);
        if (attempt.HomeBefore is var (key, workspace) && attempt.HasBegun)
        {
            state.Lineages.SetHome(attempt.Ticket.Home, key is { Present: true } ? key : null, key is { Present: true } ? workspace : null, attempt.SentAt);
        }

        // A refused request was not charged; one whose answer had begun was.
        attempt.Reservation?.Settle(null, charged: attempt.HasBegun, now);
    }

    private void Correct(CachePlan plan, TokenForecast expected, Usage usage)
    {
        state.ForecastErrors.Count(expected.Read, usage.CacheRead);
        if (usage.CacheRead == 0 && usage.CacheWrite == 0)
        {
            // Nothing was cached at all: the prompt is below the provider's minimum, or caching is off there.
            foreach (var planned in plan.Entries)
            {
                if (planned.Writes && planned.Entry.Writers == 0)
                {
                    state.Warmth.Remove(planned.Entry);
                }
            }
        }

        if (plan.Read is { } read && usage.CacheRead < expected.Read / 2 && plan.Entries.TrueForAll(planned => planned.Entry != read))
        {
            state.Warmth.Remove(read); // it was not there, and this request has not written it
        }
    }

    private static void LeaveTrail(Attempt attempt, CachePlan plan, Usage usage)
    {
        if (usage.CacheRead + usage.CacheWrite is > 0 and var cached && plan.Entries is [.., var last])
        {
            attempt.Ticket.Home.Trail = new(last.Entry.Digest, cached, attempt.State.Workspace, attempt.SentAt + last.Lifetime.Duration());
        }
    }

    private void Throttle(Attempt attempt, Verdict verdict, UpstreamFailure failure, DateTimeOffset now)
    {
        var limits = LimitsOf(attempt, now);
        if (verdict.InputLimit is { } limit)
        {
            limits.LearnInputLimit(attempt.State.Workspace, limit, now);
        }

        var needed = attempt.Reservation?.Input ?? 0;
        var pool = limits.Of(attempt.State.Workspace).Refusing(failure.Limits, needed, now);
        if (verdict.Until is { } until && until > now)
        {
            pool.Throttle.EnterUntil(KeyStatus.Throttled, verdict.Reason, until, now);
            pool.Input.Refused(needed, failure.RetryAfter ?? TimeSpan.Zero, now);
        }
        else
        {
            pool.Throttle.Enter(KeyStatus.Throttled, verdict.Reason, ThrottleFirst, LongestGuess, now);
        }

        Tell(RoutingEventKind.Throttled, now, pool.Organization.Label, $"{pool.Label} is throttled for {pool.ModelClass}: {verdict.Reason}.", pool.Throttle.Until);
    }

    private void Condemn(KeyState key, Verdict verdict, DateTimeOffset now)
    {
        var organization = key.Organization;
        switch (verdict.Blame)
        {
            case Blame.Key:
                key.Condition.EnterChecked(KeyStatus.Invalid, verdict.Reason, verdict.Until, FirstCheck, LongestCheck, now);
                Tell(RoutingEventKind.KeyInvalid, now, key.Config.Name, $"{key.Config.Name}: {verdict.Reason}.");
                break;
            case Blame.Credit:
                organization.Credit.EnterChecked(KeyStatus.OutOfCredit, verdict.Reason, verdict.Until, FirstCheck, LongestCheck, now);
                Tell(RoutingEventKind.OutOfCredit, now, organization.Label, $"{organization.Label}: {verdict.Reason}.", verdict.Until);
                break;
            case Blame.Connection:
                organization.Upstream.Enter(KeyStatus.Unreachable, verdict.Reason, UnreachableFirst, LongestGuess, now);
                Tell(RoutingEventKind.Unreachable, now, organization.Label, $"{organization.Label} is unreachable: {verdict.Reason}.", organization.Upstream.Until);
                break;
            default:
                organization.Upstream.Enter(KeyStatus.Overloaded, verdict.Reason, OverloadFirst, LongestGuess, now);
                Tell(RoutingEventKind.Overloaded, now, organization.Label, $"{organization.Label} is overloaded: {verdict.Reason}.", organization.Upstream.Until);
                break;
        }
    }

    private void ProbeSucceeded(Attempt attempt, DateTimeOffset now)
    {
        var organization = attempt.State.Organization;
        var limits = LimitsOf(attempt, now).Of(attempt.State.Workspace);
        foreach (var pool in limits)
        {
            if (pool.Throttle.Probe == attempt)
            {
                pool.Throttle.Clear(now);
                pool.StartRamp();
                Tell(RoutingEventKind.Recovered, now, organization.Label, $"{pool.Label} is no longer throttled for {pool.ModelClass}.");
                WaitingRoom.WakeFirst(pool, 2);
            }
            else
            {
                pool.StepRamp();
                WaitingRoom.WakeFirst(pool);
            }
        }

        if (organization.Upstream.Probe == attempt || organization.Credit.Probe == attempt)
        {
            organization.Upstream.Clear(now);
            organization.Credit.Clear(now);
            Recovered(attempt.State, now);
            limits.Organization.StartRamp();
        }
    }

    private void Recovered(KeyState key, DateTimeOffset now)
    {
        Tell(RoutingEventKind.Recovered, now, key.Config.Name, $"{key.Config.Name} serves again.");
        WaitingRoom.WakeFirst(key.Organization, 2);
    }

    private static void ReleaseProbes(Attempt attempt)
    {
        var organization = attempt.State.Organization;
        foreach (var condition in (ReadOnlySpan<Condition?>)[
            organization.Upstream, organization.Credit, attempt.Reservation?.Scope.Organization.Throttle, attempt.Reservation?.Scope.Workspace?.Throttle])
        {
            if (condition?.Probe == attempt)
            {
                condition.Probe = null;
            }
        }
    }

    private static bool Close(Attempt attempt)
    {
        if (attempt.IsClosed)
        {
            return false;
        }

        attempt.IsClosed = true;
        attempt.Arrived();
        attempt.State.InFlight--;
        return true;
    }

    private static void WakeFirst(Attempt attempt)
    {
        if (attempt.Reservation is { } reservation)
        {
            foreach (var pool in reservation.Scope)
            {
                WaitingRoom.WakeFirst(pool);
            }
        }
    }

    private void Tell(RoutingEventKind kind, DateTimeOffset now, string subject, string text, DateTimeOffset? until = null) =>
        state.Happened?.Invoke(new(kind, now, subject, text, until));
}
