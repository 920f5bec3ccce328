using Warmpath.Routing.Fleet;
using Warmpath.Routing.Limits;
using Warmpath.Routing.Warmth;

namespace Warmpath.Routing.Deciding;

/// <summary>The requests that the gateway holds, each at the thing that it waits for; wakes the first in line when that may have changed.</summary>
internal sealed class WaitingRoom
{
    private readonly SortedSet<Ticket> _all = new(Ticket.ByArrival);

    public int Count => _all.Count;

    public DateTimeOffset? OldestSince => _all.Min?.WaitingSince;

    public void WaitFor(Ticket ticket, LimitPool pool, double input, double output, DateTimeOffset now)
    {
        pool.Hold(ticket, input, output, now);
        Enter(ticket, now);
    }

    public void WaitFor(Ticket ticket, WarmEntry entry, DateTimeOffset now)
    {
        ticket.WaitingForEntry = entry;
        (entry.Waiters ??= []).Add(ticket);
        Enter(ticket, now);
    }

    /// <summary>The ticket decides anew or leaves. Its arrival keeps its place should it wait again.</summary>
    /// <returns>The pool that it waited for; null when it waited for none.</returns>
    public static LimitPool? Leave(Ticket ticket)
    {
        var pool = ticket.WaitingFor;
        pool?.Line.Remove(ticket);
        ticket.WaitingForEntry?.Waiters?.Remove(ticket);
        (ticket.WaitingFor, ticket.WaitingForEntry) = (null, null);
        return pool;
    }

    /// <summary>The ticket is no longer held.</summary>
    public void Forget(Ticket ticket)
    {
        _all.Remove(ticket);
        ticket.WaitingSince = null;
    }

    public static void WakeFirst(LimitPool pool, int count = 1)
    {
        if (pool.Line.Count == 0)
        {
            return; // as nearly always; looking through an empty set of this kind would allocate all the same
        }

        foreach (var ticket in pool.Line)
        {
            if (count-- <= 0)
            {
                break;
            }

            ticket.Wake?.Invoke();
        }
    }

    public static void WakeFirst(Organization organization, int count = 1)
    {
        foreach (var limits in organization.Limits)
        {
            WakeFirst(limits.Whole, count);
            foreach (var workspace in limits.Workspaces)
            {
                WakeFirst(workspace, count);
            }
        }
    }

    public static void WakeAll(WarmEntry entry)
    {
        foreach (var ticket in entry.Waiters ?? [])
        {
            ticket.Wake?.Invoke();
        }
    }

    /// <summary>The fleet changed: everybody may have a new choice.</summary>
    public void WakeAll()
    {
        foreach (var ticket in _all)
        {
            ticket.Wake?.Invoke();
        }
    }

    private void Enter(Ticket ticket, DateTimeOffset now)
    {
        ticket.WaitingSince ??= now;
        _all.Add(ticket);
    }
}
