using Warmpath.Routing.Deciding;
using Warmpath.Routing.Fleet;

namespace Warmpath.Routing.Limits;

/// <summary>All limits that admit a request in one workspace: the organization's, and the workspace's own where it has lower ones.</summary>
internal readonly record struct LimitScope(LimitPool Organization, LimitPool? Workspace)
{
    /// <summary>How long until all of them admit the request, and which of them takes longest.</summary>
    public (TimeSpan Delay, LimitPool Pool) DelayFor(double input, double output, Ticket ticket, DateTimeOffset now)
    {
        var whole = Organization.DelayFor(input, output, ticket, now);
        return Workspace?.DelayFor(input, output, ticket, now) is { } own && own > whole ? (own, Workspace) : (whole, Organization);
    }

    /// <summary>How long a 429 rules yet, and where; null = until it is checked.</summary>
    public (TimeSpan? Delay, LimitPool Pool) Throttle(DateTimeOffset now)
    {
        var whole = Organization.Throttle.Delay(now);
        return Workspace is { } workspace && whole is { } delay && (workspace.Throttle.Delay(now) is not { } own || own > delay)
            ? (workspace.Throttle.Delay(now), workspace)
            : (whole, Organization);
    }

    /// <summary>Seconds that those who come after this request will wait because of it, where it matters most.</summary>
    public double WaitCaused(double input, double output, DateTimeOffset now) => Math.Max(
        Organization.WaitCaused(input, output, now), Workspace?.WaitCaused(input, output, now) ?? 0);

    /// <param name="patience">Seconds that the request would have waited here at most.</param>
    public Reservation Reserve(string client, double input, double output, double patience, bool readsAreCharged, DateTimeOffset now)
    {
        foreach (var pool in this)
        {
            pool.Take(client, input, output, patience, now);
        }

        return new Reservation(this, client, input, output, readsAreCharged);
    }

    /// <summary>The pool that a 429 is about: the one whose limit its headers name as used up, else the one that is emptier by our own books.</summary>
    public LimitPool Refusing(LimitHeaders? headers, double input, DateTimeOffset now) =>
        Workspace is not { } workspace ? Organization
        : headers is not null && workspace.IsUsedUp(headers, input) ? workspace
        : headers is not null && Organization.IsUsedUp(headers, input) ? Organization
        : workspace.ShareLeft(now) < Organization.ShareLeft(now) ? workspace : Organization;

    /// <summary>What can still be admitted: of each limit the one of which less is left.</summary>
    public HeadroomView View(DateTimeOffset now)
    {
        var whole = Organization.View(now);
        return Workspace?.View(now) is not { } own ? whole : whole with
        {
            Requests = Less(whole.Requests, own.Requests),
            InputTokens = Less(whole.InputTokens, own.InputTokens),
            OutputTokens = Less(whole.OutputTokens, own.OutputTokens),
        };
    }

    private static BucketView? Less(BucketView? whole, BucketView? own) =>
        own is null || whole?.Remaining < own.Remaining ? whole : own;

    public bool Has(LimitPool pool) => pool == Organization || pool == Workspace;

    public Enumerator GetEnumerator() => new(this);

    /// <summary>The organization's pool, then the workspace's if it has one.</summary>
    public struct Enumerator(LimitScope scope)
    {
        private int _next;

        public readonly LimitPool Current => _next == 1 ? scope.Organization : scope.Workspace!; // MoveNext saw that there is one

        public bool MoveNext() => ++_next == 1 || (_next == 2 && scope.Workspace is not null);
    }
}
