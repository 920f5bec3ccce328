using Warmpath.Routing.Fleet;
using Warmpath.Routing.Limits;
using Warmpath.Routing.Lineages;
using Warmpath.Routing.Warmth;

namespace Warmpath.Routing.Deciding;

/// <summary>One request inside the router, from <see cref="Router.Enter"/> to <see cref="Router.Leave"/>.</summary>
/// <remarks>Its members are written by the router alone, under its lock.</remarks>
public sealed class Ticket
{
    private const int UsualOutput = 300;

    internal static readonly IComparer<Ticket> ByTurn =
        Comparer<Ticket>.Create((a, b) => (a.Turn, a.Sequence).CompareTo((b.Turn, b.Sequence)));

    internal static readonly IComparer<Ticket> ByArrival = Comparer<Ticket>.Create((a, b) => a.Sequence.CompareTo(b.Sequence));

    internal Ticket(long sequence, RoutingRequest request, Lineage lineage, int[] prefixTokens, Action? wake)
    {
        (Sequence, Request, Lineage, PrefixTokens, Wake) = (sequence, request, lineage, prefixTokens, wake);
        Deadline = request.ArrivedAt + request.MaximumWait;
    }

    public RoutingRequest Request { get; }

    /// <summary>The lineage's id: client, session and agent, or the prefix chain where no id came.</summary>
    public string LineageId => Lineage.Id;

    internal Lineage Lineage { get; }

    /// <summary>Order of arrival.</summary>
    internal long Sequence { get; }

    /// <summary>UTC, when the router first decided about it; null before.</summary>
    public DateTimeOffset? DecidedAt { get; internal set; }

    /// <summary>Ascending in the order in which the router first decided about requests, which of those of one moment may be another than that of arrival.</summary>
    public long DecidedAs { get; internal set; }

    /// <summary>UTC; past it the request is no longer held.</summary>
    internal DateTimeOffset Deadline { get; }

    /// <summary>Estimated tokens of the prefix that ends with each block.</summary>
    internal int[] PrefixTokens { get; }

    /// <summary>Estimated tokens of the prefix that ends with each of the outline's blocks, as they were when the request came.</summary>
    public IReadOnlyList<int> EstimatedPrefixTokens => PrefixTokens;

    /// <summary>Called when what this request waits for may have happened; must not block or call the router.</summary>
    internal Action? Wake { get; }

    // Where it waits, if it does: for a pool's limits or recovery, or for another request's first byte.
    internal LimitPool? WaitingFor { get; set; }

    internal double WaitingInput { get; set; }

    /// <summary>Its place among those that wait for the pool; stands still while it waits there.</summary>
    internal DateTimeOffset Turn { get; set; }

    /// <summary>By how much its turn was put back for the lead of its client; null before it waits for a pool.</summary>
    internal TimeSpan? PutBack { get; set; }

    internal double WaitingOutput { get; set; }

    internal WarmEntry? WaitingForEntry { get; set; }

    internal DateTimeOffset? WaitingSince { get; set; }

    /// <summary>Organizations that this request could not reach: it does not wait for them again.</summary>
    internal HashSet<Organization>? Unreached { get; set; }

    /// <summary>Only this one may serve it: its home, since its thinking was refused elsewhere, or the workspace that made what it is about.</summary>
    internal Workspace? Only { get; set; }

    /// <summary>Workspaces that do not have what it asks for or uses.</summary>
    internal HashSet<Workspace>? Lacking { get; set; }

    /// <summary>Whether what it asks for or uses was looked for in a workspace that does not have it.</summary>
    public bool WasLookedFor => Lacking is not null;

    /// <summary>It was sent at its deadline or later, or to an upstream that was resting since nobody else could serve it: that is done once.</summary>
    internal bool IsTriedLast { get; set; }

    /// <summary>A key answered that it does not have the model.</summary>
    internal bool ModelRefused { get; set; }

    internal int Attempts { get; set; }

    /// <summary>The input limit of its model counts what is read from cache too.</summary>
    internal bool ReadsAreCharged { get; set; }

    /// <summary>What its model's input limit is charged for it.</summary>
    internal int Charged(in TokenForecast expected) => expected.Charged + (ReadsAreCharged ? expected.Read : 0);

    /// <summary>Reserved of the output limit before the answer tells: most turns of an agent are shorter.</summary>
    internal double ReservedOutput => Request.Kind != RequestKind.Messages ? 0
        : Request.Outline.MaxTokens is > 0 and < UsualOutput and var tokens ? tokens : UsualOutput;
}
