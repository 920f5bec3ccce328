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

    private readonly TraceDoors _doors;
    private readonly Dictionary<(string Organization, string? Key), List<Sign>> _signs = [];
    private readonly List<long> _refusals = [];

    private readonly Dictionary<string, IReadOnlyList<RecordedTry>> _tries = [];

    private RecordedOutages(TraceDoors doors) => _doors = doors;

    /// <summary>What the attempts of requests met of which not all were served, by the request's id.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<RecordedTry>> Tries => _tries;

    /// <summary>How long a refusal took, in seconds: the median; null when there was none.</summary>
    public double? RefusalLatency => _refusals.Count == 0 ? null : _refusals.Order().ElementAt(_refusals.Count / 2) / 1000.0;

    public static async Task<RecordedOutages> ReadAsync(WarmpathStore store, TraceDoors doors, Span span, CancellationToken cancellationToken)
    {
        var outages = new RecordedOutages(doors);
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
        var tries = RecordedTry.Of(row, _doors).ToList();
        foreach (var one in tries)
        {
            if (one.Status != RecordedTry.Served)
            {
                SignsOf(one.Organization).Add(new(one.SentAt, one.Status, one.RetryAfter, one.Begins, one.Latency));
                if (!one.Begins)
                {
                    _refusals.Add((long)one.Latency.TotalMilliseconds);
                }
            }
            else
            {
                SignsOf(one.Organization).Add(new(one.SentAt, null));
                SignsOf(one.Organization, one.Key).Add(new(one.SentAt, null));
            }
        }

        if (tries.Exists(one => one.Status != RecordedTry.Served))
        {
            _tries[row.Id] = tries;
        }
    }

    private void Add(StoredEvent happened)
    {
        var door = _doors.Find(happened.Subject);
        if (door is var (opened, key))
        {
            SignsOf(opened, key).Add(new(happened.At, happened.Kind == "key_invalid" ? 401 : null));
        }

        if (happened.Kind != "key_invalid" && (_doors.OrganizationOf(happened.Subject) ?? door?.Organization) is { } organization)
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
