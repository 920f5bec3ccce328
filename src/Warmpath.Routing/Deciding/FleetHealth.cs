using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;

namespace Warmpath.Routing.Deciding;

/// <summary>What answers, refusals and checks say of the health of keys, organizations and limits.</summary>
internal sealed class FleetHealth(RoutingState state)
{
    private static readonly TimeSpan ThrottleFirst = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OverloadFirst = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan UnreachableFirst = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestGuess = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstCheck = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestCheck = TimeSpan.FromHours(1);

    /// <summary>A 429 about a rate: its pool rests for as long as it says, or as one may guess.</summary>
    public void Throttle(Attempt attempt, Verdict verdict, UpstreamFailure failure, DateTimeOffset now)
    {
        var limits = state.LimitsOf(attempt, now);
        if (verdict.InputLimit is { } limit)
        {
            limits.LearnInputLimit(attempt.State.Workspace, limit, now);
        }

        var needed = attempt.Reservation?.Input ?? 0;
        var pool = limits.Of(attempt.State.Workspace).Refusing(failure.Limits, needed, now);
        var isNews = pool.Throttle.IsNews(KeyStatus.Throttled, now);
        if (verdict.Until is { } until && until > now)
        {
            pool.Throttle.EnterUntil(KeyStatus.Throttled, verdict.Reason, until, now);
            pool.Input.Refused(needed, failure.RetryAfter ?? TimeSpan.Zero, now);
        }
        else
        {
            pool.Throttle.Enter(KeyStatus.Throttled, verdict.Reason, ThrottleFirst, LongestGuess, now);
        }

        if (isNews)
        {
            state.Tell(RoutingEventKind.Throttled, now, pool.Organization.Label, $"{pool.Label} is throttled for {pool.ModelClass}: {verdict.Reason}.");
        }
    }

    /// <summary>The key, or its organization, is out.</summary>
    /// <remarks>What a request meets at an upstream may be its own fault: it is held against the upstream for everybody once a second client has met it.</remarks>
    /// <param name="client">Whose request has met it; null for a free check.</param>
    public void Condemn(KeyState key, Verdict verdict, string? client, DateTimeOffset now)
    {
        var organization = key.Organization;
        if (verdict.Blame is not Blame.Key and not Blame.Credit and not Blame.Project)
        {
            organization.Upstream.MetBy(client);
            foreach (var limits in organization.Limits)
            {
                limits.Whole.EndRamp(); // of the recovery that is over
            }
        }

        var (condition, kind, status, trouble) = verdict.Blame switch
        {
            Blame.Key => (key.Condition, RoutingEventKind.KeyInvalid, KeyStatus.Invalid, $"{key.Config.Name}: {verdict.Reason}."),
            Blame.Project => (key.Condition, RoutingEventKind.OutOfCredit, KeyStatus.OutOfCredit, $"{key.Config.Name}: {verdict.Reason}."),
            Blame.Credit => (organization.Credit, RoutingEventKind.OutOfCredit, KeyStatus.OutOfCredit, $"{organization.Label}: {verdict.Reason}."),
            Blame.Connection => (organization.Upstream, RoutingEventKind.Unreachable, KeyStatus.Unreachable, $"{organization.Label} is unreachable: {verdict.Reason}."),
            _ => (organization.Upstream, RoutingEventKind.Overloaded, KeyStatus.Overloaded, $"{organization.Label} is overloaded: {verdict.Reason}."),
        };
        if (condition.IsNews(status, now))
        {
            state.Tell(kind, now, verdict.Blame is Blame.Key or Blame.Project ? key.Config.Name : organization.Label, trouble);
        }

        if (verdict.Blame is Blame.Credit or Blame.Project && verdict.Until is null && !TellsOfCredit(key))
        {
            condition.Enter(status, verdict.Reason, FirstCheck, LongestCheck, now); // no check can end it: a request tries
        }
        else if (verdict.Blame is Blame.Key or Blame.Credit or Blame.Project)
        {
            condition.EnterChecked(status, verdict.Reason, verdict.Until, FirstCheck, LongestCheck, now);
        }
        else
        {
            condition.Enter(status, verdict.Reason, status == KeyStatus.Unreachable ? UnreachableFirst : OverloadFirst, LongestGuess, now);
        }
    }

    /// <summary>It was answered: what it tried is over, and others follow.</summary>
    public void ProbeSucceeded(Attempt attempt, DateTimeOffset now)
    {
        var organization = attempt.State.Organization;
        var limits = state.LimitsOf(attempt, now).Of(attempt.State.Workspace);
        foreach (var pool in limits)
        {
            if (pool.Throttle.Probe == attempt)
            {
                pool.Throttle.Clear(now);
                pool.StartRamp();
                state.Tell(RoutingEventKind.Recovered, now, organization.Label, $"{pool.Label} is no longer throttled for {pool.ModelClass}.");
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
            Recovered(organization.Label, organization, now);
            limits.Organization.StartRamp();
        }
    }

    /// <summary>A request was served with a key that was to be tried again.</summary>
    public void Serves(KeyState key, DateTimeOffset now)
    {
        if (key.Condition.IsHalfOpen(now))
        {
            key.Condition.Clear(now);
            Recovered(key.Config.Name, key.Organization, now);
        }
    }

    // What is free at OpenAI does not ask for money (providers.md 7.2).
    private static bool TellsOfCredit(KeyState key) => key.Config.Provider != Providers.OpenAI;

    /// <summary>A free check found that the key opens its organization.</summary>
    public void Works(KeyState key, DateTimeOffset now)
    {
        var organization = key.Organization;
        var isCredit = TellsOfCredit(key) && organization.Credit.IsSet;
        var isKey = key.Condition.IsSet && (TellsOfCredit(key) || key.Condition.Status != KeyStatus.OutOfCredit);
        var recovered = isCredit || organization.Upstream.IsSet ? organization.Label : isKey ? key.Config.Name : null;
        if (isKey)
        {
            key.Condition.Clear(now);
        }

        if (isCredit)
        {
            organization.Credit.Clear(now);
        }

        organization.Upstream.Clear(now);
        key.UnblockAll();
        if (recovered is not null)
        {
            Recovered(recovered, organization, now);
        }
    }

    /// <summary>The key lacks the model.</summary>
    public void Block(Attempt attempt, Verdict verdict, DateTimeOffset now)
    {
        var (key, model) = (attempt.State, attempt.Ticket.Request.Outline.Model);
        attempt.Ticket.ModelRefused = true;
        key.Block(model, verdict.Reason, now);
        state.Tell(RoutingEventKind.ModelBlocked, now, key.Config.Name, $"{key.Config.Name} cannot serve {model}: {verdict.Reason}.");
    }

    /// <summary>It failed without an answer to what it tried: another may try.</summary>
    public static void ReleaseProbes(Attempt attempt)
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

    private void Recovered(string subject, Organization organization, DateTimeOffset now)
    {
        state.Tell(RoutingEventKind.Recovered, now, subject, $"{subject} serves again.");
        WaitingRoom.WakeFirst(organization, 2);
    }
}
