using Warmpath.Routing.Outlines;
using Warmpath.Routing.Warmth;

namespace Warmpath.Routing.Deciding;

/// <summary>What an attempt does to caches and to its lineage's home, as its answer bears it out.</summary>
internal sealed class CacheEffects(RoutingState state)
{
    /// <summary>Its answer has begun: what it writes can be read, and its lineage lives there.</summary>
    public void Began(Attempt attempt, DateTimeOffset now)
    {
        if (attempt.Plan is { } plan)
        {
            Settle(plan, attempt);
            CountGaps(attempt);
            MakeHome(attempt, now);
        }
    }

    /// <summary>Its usage says what was really read and written.</summary>
    public void Counted(Attempt attempt, Usage usage)
    {
        if (attempt.Plan is { } plan)
        {
            Correct(plan, attempt.Explanation.Expected, usage);
            LeaveTrail(attempt, plan, usage);
        }
    }

    /// <summary>It closes: entries that it announced and never began to write are no longer in flight.</summary>
    public void Release(Attempt attempt)
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

    /// <summary>It came to nothing: what it announced is not in flight, and a home that it made is undone.</summary>
    public void TakeBack(Attempt attempt)
    {
        Release(attempt);
        if (attempt.HomeBefore is var (key, workspace) && attempt.HasBegun)
        {
            state.Lineages.SetHome(attempt.Ticket.Lineage, key is { Present: true } ? key : null, key is { Present: true } ? workspace : null, attempt.SentAt);
        }
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
        var lineage = attempt.Ticket.Lineage;
        if (lineage.Workspace is not null && attempt.SentAt > lineage.ServedAt)
        {
            state.Lifetimes.CountTurn(lineage, attempt.Ticket.Request, attempt.SentAt - lineage.ServedAt);
        }

        state.Shared.Count(lineage, attempt.Ticket.Request, attempt.SentAt);
    }

    private void MakeHome(Attempt attempt, DateTimeOffset now)
    {
        var (lineage, key) = (attempt.Ticket.Lineage, attempt.State);
        attempt.HomeBefore = (lineage.Key, lineage.Workspace);
        attempt.Arrived();
        if (!key.Present)
        {
            return;
        }

        if (attempt.AwayFromHome)
        {
            state.Tell(RoutingEventKind.Moved, now, lineage.Id, attempt.Explanation.Reason);
        }

        lineage.IsPinned &= !attempt.AwayFromHome;

        // A cold start pays for everything anew, and so does the hour that was just bought.
        lineage.Rent = attempt.BuysHour || attempt.Explanation.Expected.Read == 0 ? 0 : lineage.Rent + attempt.Rent;
        state.Lineages.SetHome(lineage, key, key.Workspace, attempt.SentAt);
        state.Lineages.Remember(lineage, attempt.Ticket.Request.Client, attempt.Ticket.Request.Outline.Blocks[^1].Digest);
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
            attempt.Ticket.Lineage.Trail = new(last.Entry.Digest, cached, attempt.State.Workspace, attempt.SentAt + last.Lifetime.Duration());
        }
    }
}
