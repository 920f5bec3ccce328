using Warmpath.Gateway.Budgets;
using Warmpath.Gateway.DataPlane;
using Warmpath.Gateway.Upstream;
using Warmpath.Routing;
using Warmpath.Routing.Catalog;
using Warmpath.Routing.Deciding;
using Warmpath.Routing.Fleet;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Recording;

/// <summary>Collects what one request's ledger row says, from admission to the last byte. One writer at a time.</summary>
/// <remarks>Spans of time are measured, not reckoned from the clock, which somebody may set while the request is under way.</remarks>
internal sealed class Journal(string id, string client, Route route, DateTimeOffset at, TimeProvider time)
{
    private readonly long _arrived = time.GetTimestamp();
    private readonly List<LedgerAttempt> _tries = [];
    private RoutingRequest? _request;
    private long _requestBytes;
    private Attempt? _attempt;
    private string? _reason;
    private bool _waited;
    private TimeSpan _wait;
    private KeyConfig? _tryKey;
    private TimeSpan _tryBegan;
    private int? _tryStatus;
    private TimeSpan? _tryRetryAfter;
    private KeyConfig? _key;
    private bool _served;
    private string? _upstreamRequestId;
    private TimeSpan? _firstByte;
    private bool _closed;

    private TimeSpan Elapsed => time.GetElapsedTime(_arrived);

    public string Id => id;

    /// <summary>When its headers had arrived, UTC.</summary>
    public DateTimeOffset At => at;

    /// <summary>The request's place within its client's budget and limits.</summary>
    public required Pass Pass { get; init; }

    public string? Lineage { get; set; }

    /// <summary>The key of the last attempt; null before the first.</summary>
    public KeyConfig? LastKey => _attempt?.Key;

    /// <summary>Every try so far, the one under way included.</summary>
    public int Tries => _tries.Count + (_tryKey is null ? 0 : 1);

    public long WaitMilliseconds => (long)_wait.TotalMilliseconds;

    public int Status { get; private set; }

    public EndState End { get; private set; } = EndState.Interrupted;

    public string? ErrorType { get; private set; }

    public Usage? Usage { get; set; }

    /// <summary>Estimated output tokens beyond <see cref="Usage"/>, of a stream that ended early: the provider has them paid, and never said how many.</summary>
    public long UncountedTokens { get; set; }

    /// <summary>The organization and workspace that answered.</summary>
    public string? Organization { get; private set; }

    public string? Workspace { get; private set; }

    /// <summary>As in <c>x-warmpath-decision</c>; empty when nothing holds.</summary>
    public string Decision
    {
        get
        {
            var place = _attempt is null || _attempt.Key.Id != _key?.Id ? null // the answer may be an earlier attempt's
                : _attempt.AtHome ? "sticky"
                : _attempt.GivesHome && _served ? "placed"
                : _attempt.AwayFromHome ? "migrated"
                : null;
            var delays = (HasFailed, _waited) switch
            {
                (true, true) => "failed-over,waited",
                (true, false) => "failed-over",
                (false, true) => "waited",
                _ => null,
            };
            return place is null || delays is null ? place ?? delays ?? "" : $"{place},{delays}";
        }
    }

    // A list that is put together has several tries, none of which need have failed.
    private bool HasFailed => Tries > 1 && _tries.Take(Tries - 1).Any(attempt => attempt.Outcome != TryOutcome.Ok);

    public void Outlined(RoutingRequest request, long requestBytes) => (_request, _requestBytes) = (request, requestBytes);

    public void Waited(TimeSpan wait, string reason)
    {
        _waited = true;
        _wait += wait;
        _reason = reason;
    }

    public void Decided(Attempt attempt) => (_attempt, _reason) = (attempt, attempt.Explanation.Reason);

    public void BeginTry(KeyConfig key) => (_tryKey, _tryBegan, _tryStatus, _tryRetryAfter) = (key, Elapsed, null, null);

    /// <param name="retryAfter">As the answer says it; null when it does not.</param>
    public void TryAnswered(int status, TimeSpan? retryAfter) => (_tryStatus, _tryRetryAfter) = (status, retryAfter);

    /// <summary>Ends the try under way; does nothing when there is none.</summary>
    public void EndTry(string outcome)
    {
        if (_tryKey is { } key)
        {
            _tries.Add(Try(key, outcome));
            _tryKey = null;
        }
    }

    /// <summary>The answer that the client receives has begun.</summary>
    /// <param name="key">Whose answer it is.</param>
    public void Answered(KeyConfig key, HttpResponseMessage response)
    {
        _key = key;
        _served = response.IsSuccessStatusCode;
        _firstByte = Elapsed;
        _upstreamRequestId = UpstreamAnswers.RequestId(response);
        Organization = UpstreamAnswers.Organization(response) ?? key.DiscoveredOrganizationId;
        Workspace = UpstreamAnswers.Workspace(response) ?? key.DiscoveredWorkspaceId ?? key.BoundWorkspaceId;
        Status = (int)response.StatusCode;
    }

    /// <summary>The gateway itself answers.</summary>
    public void Refused(int status, string errorType, string reason)
    {
        (Status, ErrorType, _reason) = (status, errorType, reason);
        End = EndState.Error;
    }

    public void Ended(EndState end, string? errorType = null) => (End, ErrorType) = (end, errorType);

    /// <summary>True for the first caller only: a request has one row.</summary>
    public bool Close()
    {
        var first = !_closed;
        _closed = true;
        return first;
    }

    /// <summary>The row of a request that has ended.</summary>
    public LedgerRow ToRow(ModelCatalog catalog)
    {
        EndTry(TryOutcome.Cancelled);
        return Row(catalog, [.. _tries]);
    }

    /// <summary>The row that a request under way leaves if it never ends.</summary>
    public LedgerRow ToNote(ModelCatalog catalog) => Row(
        catalog, _tryKey is { } key ? [.. _tries, Try(key, TryOutcome.Interrupted)] : [.. _tries]);

    /// <summary>Gives back what the request holds of its client's budget for what it has used, estimates included. After <see cref="ToRow"/>.</summary>
    public void Settle(LedgerRow row, ModelCatalog catalog)
    {
        // An answer that came without figures, as a stream of Chat Completions may, is reckoned by what was expected of its prompt.
        var known = row.Usage ?? (row.Expected is { } expected ? new Usage(expected.Fresh, expected.Write5m, expected.Write1h, expected.Read, 0) : null);
        if (UncountedTokens == 0 || row.Model is null || known is not { } counted)
        {
            Pass.Settle(row.Usage, row.CostNanodollars);
            return;
        }

        var used = counted with { Output = counted.Output + UncountedTokens };
        Pass.Settle(used, catalog.Facts(row.Model, row.At).PricesFor(used.Prompt).Nanodollars(used));
    }

    private LedgerRow Row(ModelCatalog catalog, IReadOnlyList<LedgerAttempt> tries)
    {
        var model = _request?.Outline.Model is { Length: > 0 } name ? name : null;
        var carriesCache = _served && _attempt is { Touches.Count: > 0 };
        return new LedgerRow
        {
            Id = id,
            At = at,
            Client = client,
            Kind = route.Word,
            Model = model,
            Stream = _request?.Outline.Stream ?? false,
            Session = _request?.Hints.Session ?? _request?.Outline.BodySession,
            Agent = _request?.Hints.Agent,
            Lineage = Lineage,
            Key = _key?.Id.Value,
            KeyName = _key?.Name,
            Organization = Organization,
            Workspace = Workspace,
            Decision = Decision,
            Reason = _reason,
            RunnerUp = _attempt?.Explanation.RunnerUp,
            ExpectedCost = _attempt?.Explanation.Cost,
            RunnerUpCost = _attempt?.Explanation.RunnerUpCost,
            Expected = _attempt?.Explanation.Expected,
            Attempts = tries,
            WaitMilliseconds = WaitMilliseconds,
            Status = Status,
            End = End,
            ErrorType = ErrorType,
            Usage = Usage,
            Miss = _served && Usage is { } counted ? _attempt?.MissGrounds?.Judge(counted) : null,
            CostNanodollars = model is not null && Usage is { } usage
                ? catalog.Facts(model, at).PricesFor(usage.Prompt).Nanodollars(usage)
                : 0,
            FirstByteMilliseconds = _firstByte is { } first ? Milliseconds(first) : null,
            DurationMilliseconds = Milliseconds(Elapsed),
            RequestBytes = _requestBytes,
            UpstreamRequestId = _upstreamRequestId,
            Tip = carriesCache && _request is { Outline.Blocks: [.., var last] } ? last.Digest : null,
            Touches = carriesCache ? _attempt!.Touches : [],
        };
    }

    private LedgerAttempt Try(KeyConfig key, string outcome) =>
        new(key.Id.Value, key.Name, _tryStatus, outcome, Milliseconds(Elapsed - _tryBegan))
        {
            SentMilliseconds = Milliseconds(_tryBegan), RetryAfter = _tryRetryAfter?.TotalSeconds,
        };

    /// <summary>The request as those that follow the traffic see it; null when it has no usage. After <see cref="ToRow"/>.</summary>
    public ServedRequest? ToServed(DateTimeOffset now) =>
        route.Resource == Resource.Messages && _served && Usage is { } usage && _request is not null && _attempt is not null && _key is not null
            ? new ServedRequest
            {
                Id = id,
                Request = _request,
                Lineage = _attempt.Ticket.LineageId,
                Key = _key.Id,
                DecidedAt = _attempt.Ticket.DecidedAt ?? _attempt.SentAt,
                DecidedAs = _attempt.Ticket.DecidedAs,
                SentAt = _attempt.SentAt,
                BeganAt = now - (Elapsed - (_firstByte ?? Elapsed)),
                EndedAt = now,
                HourMarkers = _attempt.HourMarkers,
                EstimatedPrefixTokens = _attempt.Ticket.EstimatedPrefixTokens,
                Usage = usage,
                Stalls = _tries.Count(attempt => attempt.Status == 429),
            }
            : null;

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;
}
