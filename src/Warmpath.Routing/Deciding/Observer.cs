using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Routing.Limits;

namespace Warmpath.Routing.Deciding;

/// <summary>Learns from what came back: pools, limits, health, warmth, token sizes; settles the reservation.</summary>
internal sealed class Observer(RoutingState state)
{
    private readonly FleetHealth _health = new(state);
    private readonly CacheEffects _caches = new(state);

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
        key.Organization.Upstream.Doubt(request.Client);
        _health.ProbeSucceeded(attempt, now);
        _health.Serves(key, now);
        _caches.Began(attempt, now);
    }

    public void Ended(Attempt attempt, Usage? usage, DateTimeOffset now)
    {
        if (!Close(attempt))
        {
            return;
        }

        _caches.Release(attempt);
        attempt.Reservation?.Settle(usage, charged: true, now);
        if (usage is { Prompt: > 0 } used && attempt.Ticket.Request.Kind == RequestKind.Messages)
        {
            state.Calibration.Learn(attempt.Ticket.Request.Outline, used.Prompt);
            _caches.Counted(attempt, used);
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
                _health.ProbeSucceeded(attempt, now); // an answer about the request is an answer
                break;
            case Blame.Model:
                _health.ProbeSucceeded(attempt, now);
                _health.Block(attempt, verdict, now);
                break;
            case Blame.Workspace:
                _health.ProbeSucceeded(attempt, now);
                (attempt.Ticket.Lacking ??= []).Add(key.Workspace);
                break;
            case Blame.Thinking:
                _health.ProbeSucceeded(attempt, now);
                goesHome = SendHome(attempt, now);
                break;
            case Blame.Limit:
                _health.Throttle(attempt, verdict, failure, now);
                break;
            case Blame.Connection:
                (attempt.Ticket.Unreached ??= []).Add(key.Organization);
                _health.Condemn(key, verdict, attempt.Ticket.Request.Client, now);
                break;
            default:
                _health.Condemn(key, verdict, attempt.Ticket.Request.Client, now);
                break;
        }

        FleetHealth.ReleaseProbes(attempt);
        WakeFirst(attempt);
        var isFinal = verdict.Blame switch
        {
            Blame.Request => true,
            Blame.Thinking => !goesHome,
            Blame.Workspace => attempt.Ticket.Request.Maker is not null, // which says that it is gone
            _ => false,
        };
        return isFinal ? NextStep.ReturnAnswer : NextStep.DecideAgain;
    }

    // Once, and only while the home can be expected to serve: otherwise the client gets the 400 and drops the thinking itself.
    private static bool SendHome(Attempt attempt, DateTimeOffset now)
    {
        var lineage = attempt.Ticket.Lineage;
        if (!attempt.AwayFromHome || attempt.Ticket.Only is not null || lineage.Key is not { Present: true } home
            || !home.Config.Enabled || home.Condition.IsSet || home.Organization.Credit.IsSet || home.Organization.Upstream.Delay(attempt.Ticket.Request.Client, now) != TimeSpan.Zero)
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
            FleetHealth.ReleaseProbes(attempt);
            WakeFirst(attempt);
        }
    }

    /// <summary>A free check came back; null = the key works.</summary>
    public void Checked(KeyState key, ResponseFacts facts, UpstreamFailure? failure, DateTimeOffset now)
    {
        Discover(key, facts.OrganizationId ?? failure?.OrganizationId, facts.WorkspaceId ?? failure?.WorkspaceId, now);
        var verdict = failure is null ? null : AnswerJudge.Judge(failure, RequestKind.CountTokens, now);
        if (verdict is { Blame: Blame.Key or Blame.Credit or Blame.Project or Blame.Connection or Blame.Overload })
        {
            _health.Condemn(key, verdict, client: null, now);
            return;
        }

        // Anything else, a 404 for the check's model or a 429 too, proves that the key opens its organization.
        _health.Works(key, now);
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

            state.Tell(RoutingEventKind.PoolDiscovered, now, key.Config.Name,
                $"{key.Config.Name} belongs to organization {key.Organization.Id ?? "?"}, workspace {key.Workspace.Id ?? "?"}.");
        }
    }

    private void Learn(Attempt attempt, LimitHeaders? limits, DateTimeOffset now)
    {
        if (limits is null)
        {
            return;
        }

        state.LimitsOf(attempt, now).Learn(attempt.State.Workspace, limits, attempt.Reservation, attempt.SentAt, now);
    }

    private void TakeBack(Attempt attempt, DateTimeOffset now)
    {
        _caches.TakeBack(attempt);

        // A refused request was not charged; one whose answer had begun was.
        attempt.Reservation?.Settle(null, charged: attempt.HasBegun, now);
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
}
