using Warmpath.Routing.Health;
using Warmpath.Routing.Lifetimes;
using Warmpath.Routing.Misses;
using Warmpath.Routing.Policies;
using Warmpath.Routing.Warmth;

namespace Warmpath.Routing.Deciding;

/// <summary>Makes an attempt of a choice: reserves its tokens and announces what it will write.</summary>
internal sealed class Departure(RoutingState state, LifetimePicker lifetimes)
{
    /// <param name="minimum">Prefixes of fewer tokens are taken for too small to be cached.</param>
    public Decision.Send Send(in Question question, Ticket ticket, in Choice choice, ReadOnlySpan<Candidate> candidates, int minimum)
    {
        var now = question.Now;
        ref readonly var chosen = ref candidates[choice.Index];
        var lineage = question.Lineage;
        var organization = chosen.Key.Organization;
        var firstByte = state.FirstBytes.Expected(question.Request.Outline.Model, chosen.Expected.Charged);
        var attempt = new Attempt(ticket, chosen.Key, Reasons.Explain(question, choice, candidates), now)
        {
            AtHome = chosen.AtHome,
            GivesHome = question.CarriesCache && lineage.Workspace is null,
            AwayFromHome = question.CarriesCache && lineage.Workspace is not null && !chosen.AtHome,
            MissGrounds = GroundsOf(question, chosen), // before the plan announces entries of its own
            Reservation = chosen.Limits.Reserve(ticket.Request.Client, ticket.Charged(chosen.Expected), ticket.ReservedOutput, WorthWaiting(question, candidates, choice), ticket.ReadsAreCharged, now),
            Plan = state.Forecaster.Plan(question.Request.Outline, minimum, chosen.Key.Workspace, chosen.Read, chosen.Lifetime, firstByte, now),
            HourMarkers = lifetimes.HourMarkers(question.Request.Outline, chosen.Lifetime),
            Rent = chosen.AtHome ? lifetimes.Rent : 0,
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
}
