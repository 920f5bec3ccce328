using Warmpath.Gateway.Recording;
using Warmpath.Routing.Fleet;
using Warmpath.Storage;
using Warmpath.Storage.Events;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Admin.Traces;

/// <summary>
/// Finds in the ledger's tries and in the events when organizations did not serve. Nothing is known between two signs: an outage begins
/// shortly before the first failure and ends halfway between the last one and the next sign that all is well.
/// </summary>
internal sealed class RecordedOutages
{
    private const int PageRows = 1000;

    /// <summary>The most that an outage begins before its first sign, or lasts after its only one.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    private static readonly string[] Kinds = ["out_of_credit", "key_invalid", "recovered"];

    private readonly Dictionary<string, (string Organization, string Key)> _doors = [];
    private readonly Dictionary<string, string> _subjects = [];
    private readonly Dictionary<(string Organization, string? Key), List<Sign>> _signs = [];
    private readonly List<long> _refusals = [];

    private RecordedOutages(FleetView fleet)
    {
        var keys = fleet.Keys.ToDictionary(key => key.Config.Id);
        foreach (var organization in fleet.Organizations.Where(organization => organization.Keys.Count > 0))
        {
            var name = TraceFleetJson.NameOf(organization, keys);
            foreach (var label in (ReadOnlySpan<string?>)[organization.Id.Id, organization.Id.Name])
            {
                _subjects[label ?? name] = name;
            }

            foreach (var key in organization.Keys.Select(id => keys[id].Config).Where(key => key.Enabled))
            {
                _doors[key.Id.Value] = _doors[key.Name] = (name, key.Name);
            }
        }
    }

    /// <summary>How long a refusal took, in seconds: the median; null when there was none.</summary>
    public double? RefusalLatency => _refusals.Count == 0 ? null : _refusals.Order().ElementAt(_refusals.Count / 2) / 1000.0;

    public static async Task<RecordedOutages> ReadAsync(WarmpathStore store, FleetView fleet, Span span, CancellationToken cancellationToken)
    {
        var outages = new RecordedOutages(fleet);
        long? next = null;
        do
        {
            var page = await store.QueryAsync(new LedgerQuery(next, PageRows) { From = span.From, To = span.To }, cancellationToken);
            foreach (var row in page.Items)
            {
                outages.Add(row);
            }

            next = page.Next;
        }
        while (next is not null);

        IReadOnlyList<StoredEvent> events;
        do
        {
            events = await store.ListEventsAsync(next, PageRows, cancellationToken, Kinds);
            foreach (var happened in events.Where(happened => happened.At >= span.From && happened.At < span.To))
            {
                outages.Add(happened);
            }

            next = events is [.., var oldest] ? oldest.Id : null;
        }
        while (events.Count == PageRows && events[^1].At >= span.From);

        return outages;
    }

    /// <param name="start">The trace's.</param>
    public IReadOnlyList<TraceOutageJson> Since(DateTimeOffset start)
    {
        var outages = new List<TraceOutageJson>();
        foreach (var ((organization, key), signs) in _signs)
        {
            DateTimeOffset? before = null;
            (Sign First, DateTimeOffset From, DateTimeOffset Last)? open = null;
            foreach (var sign in signs.OrderBy(sign => sign.At))
            {
                if (open is { } going && (sign.Status, sign.Begins) == (going.First.Status, going.First.Begins))
                {
                    open = going with { Last = sign.At };
                }
                else
                {
                    Close(Middle(before ?? sign.At, sign.At));
                    open = sign.Status is null ? null : (sign, Later(sign.At - Margin, before is { } known ? Middle(known, sign.At) : start), sign.At);
                }

                before = sign.At;
            }

            Close((open?.Last ?? start) + Margin);

            void Close(DateTimeOffset end)
            {
                if (open is { } over && end > start)
                {
                    outages.Add(new(
                        key is null ? organization : null, key, Seconds(Later(over.From, start)), Seconds(end), over.First.Status ?? 0, over.First.Begins,
                        over.First.Latency is { } latency ? (decimal)latency.Ticks / TimeSpan.TicksPerSecond : null, over.First.RetryAfter));
                }
            }
        }

        return [.. outages.OrderBy(outage => outage.From)];

        decimal Seconds(DateTimeOffset moment) => (decimal)(moment - start).Ticks / TimeSpan.TicksPerSecond;
    }

    private void Add(LedgerRow row)
    {
        for (var i = 0; i < row.Attempts.Count; i++)
        {
            var attempt = row.Attempts[i];
            if (attempt.SentMilliseconds is not { } sent || !_doors.TryGetValue(attempt.Key, out var door))
            {
                continue;
            }

            var at = row.At.AddMilliseconds(sent);
            if (Failure(attempt, isLast: i == row.Attempts.Count - 1) is { } status)
            {
                var begins = attempt.Status is >= 200 and < 300;
                SignsOf(door.Organization).Add(new(at, status, attempt.RetryAfter, begins, Latency(row, i)));
                if (!begins)
                {
                    _refusals.Add(attempt.Milliseconds);
                }
            }
            else if (attempt.Status is >= 200 and < 300)
            {
                SignsOf(door.Organization).Add(new(at, null));
                SignsOf(door.Organization, door.Key).Add(new(at, null));
            }
        }
    }

    // Until the next key was tried, where nothing was waited for; that is a little longer than until the failure came.
    private static TimeSpan Latency(LedgerRow row, int i)
    {
        var attempt = row.Attempts[i];
        var next = i + 1 < row.Attempts.Count ? row.Attempts[i + 1] : null;
        return TimeSpan.FromMilliseconds(next is not null && next.Key != attempt.Key && row.WaitMilliseconds == 0 && next.SentMilliseconds - attempt.SentMilliseconds is { } gap
            ? gap : attempt.Milliseconds);
    }

    // Of other refusals the router knew more than a status says: what they did to organizations and keys is in the events.
    private static int? Failure(LedgerAttempt attempt, bool isLast) => attempt.Status switch
    {
        null when !TryOutcome.IsUnder(attempt.Outcome) => 0,
        429 or (>= 500 and <= 599) => attempt.Status,
        >= 200 and < 300 when !isLast => attempt.Outcome == "rate_limit_error" ? 429 : 529, // it began with an error, and another key answered
        _ => null,
    };

    private void Add(StoredEvent happened)
    {
        if (_doors.TryGetValue(happened.Subject, out var door))
        {
            SignsOf(door.Organization, door.Key).Add(new(happened.At, happened.Kind == "key_invalid" ? 401 : null));
        }

        if (happened.Kind != "key_invalid" && (_subjects.GetValueOrDefault(happened.Subject) ?? door.Organization) is { } organization)
        {
            SignsOf(organization).Add(new(happened.At, happened.Kind == "out_of_credit" ? 402 : null));
        }
    }

    private List<Sign> SignsOf(string organization, string? key = null)
    {
        if (!_signs.TryGetValue((organization, key), out var signs))
        {
            _signs.Add((organization, key), signs = []);
        }

        return signs;
    }

    private static DateTimeOffset Middle(DateTimeOffset a, DateTimeOffset b) => a + ((b - a) / 2);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
