using System.Diagnostics;
using System.Diagnostics.Metrics;
using Warmpath.Gateway.Admitting;
using Warmpath.Routing;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Recording;

/// <summary>The meter <c>Warmpath</c>: what the data plane does, by OpenTelemetry's GenAI names where there is one.</summary>
/// <remarks>Tags have few values: a model is named as the catalogue names it, so that a client cannot make new series.</remarks>
internal sealed class GatewayMetrics : IDisposable
{
    public const string MeterName = "Warmpath";

    /// <summary>Upper bounds in seconds: OpenTelemetry's for <c>http.server.request.duration</c>, and more, since an answer may take minutes.</summary>
    private static readonly InstrumentAdvice<double> SecondsBuckets = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 120, 300, 600],
    };

    /// <summary>Upper bounds in tokens: powers of four, from one to four million.</summary>
    private static readonly InstrumentAdvice<long> TokenBuckets = new()
    {
        HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304],
    };

    private readonly Meter _meter;
    private readonly Router _router;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _attempts;
    private readonly Histogram<long> _tokens;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstByte;
    private readonly Histogram<double> _wait;
    private readonly Counter<double> _cost;

    public GatewayMetrics(IMeterFactory meters, Router router, Capacity capacity, Connections connections, Strangers strangers)
    {
        _router = router;
        _meter = meters.Create(MeterName);
        _requests = _meter.CreateCounter<long>("warmpath.requests", "{request}", "Requests by kind, status class, end and decision.");
        _attempts = _meter.CreateCounter<long>("warmpath.attempts", "{attempt}", "Upstream tries by outcome.");
        _tokens = _meter.CreateHistogram("gen_ai.client.token.usage", "{token}", "Tokens of an answer, by kind.", advice: TokenBuckets);
        _duration = Seconds("gen_ai.client.operation.duration", "From the request's arrival to its end.");
        _firstByte = Seconds("warmpath.first_byte.duration", "From arrival to the answer's first byte.");
        _wait = Seconds("warmpath.wait.duration", "How long requests were held, those that were not left out.");
        _meter.CreateObservableGauge("warmpath.requests.open", () => capacity.Requests, "{request}", "Requests under way");
        _meter.CreateObservableGauge("warmpath.bodies", () => capacity.BodyBytes, "By", "Bodies held for another attempt");
        _meter.CreateObservableCounter("warmpath.requests.shed", () => capacity.Refused, "{request}", "Requests refused for want of room");
        _meter.CreateObservableCounter("warmpath.requests.unauthenticated", () => strangers.Count, "{request}", "Requests without a virtual key of this gateway");
        _meter.CreateObservableGauge("warmpath.connections.open", () => connections.Open, "{connection}", "Connections of clients");
        _meter.CreateObservableCounter("warmpath.connections.refused", () => connections.Refused, "{connection}", "Connections refused for want of room");
        _cost = _meter.CreateCounter<double>("warmpath.cost", "{USD}", "Price of the answers by the catalogue.");
    }

    public void Record(LedgerRow row)
    {
        _requests.Add(1, new TagList
        {
            { "warmpath.kind", row.Kind },
            { "warmpath.status_class", row.Status == 0 ? "none" : $"{row.Status / 100}xx" },
            { "warmpath.end", EndOf(row.End) },
            { "warmpath.decision", row.Decision },
        });
        foreach (var attempt in row.Attempts)
        {
            _attempts.Add(1, new TagList { { "warmpath.outcome", OutcomeOf(attempt) }, { "warmpath.key", attempt.KeyName } });
        }

        if (row.WaitMilliseconds > 0)
        {
            _wait.Record(row.WaitMilliseconds / 1000.0);
        }

        var model = ModelOf(row);
        var tags = new TagList
        {
            { "gen_ai.operation.name", row.Kind == "embeddings" ? "embeddings" : "chat" },
            { "gen_ai.provider.name", row.Kind is "responses" or "chat" or "embeddings" ? "openai" : "anthropic" },
            { "gen_ai.request.model", model },
        };
        if (row.Kind is "messages" or "responses" or "chat" or "embeddings")
        {
            _duration.Record(row.DurationMilliseconds / 1000.0, tags);
        }

        if (row.FirstByteMilliseconds is { } firstByte)
        {
            _firstByte.Record(firstByte / 1000.0, new TagList { { "warmpath.kind", row.Kind }, { "gen_ai.request.model", model } });
        }

        if (row.Usage is { } usage)
        {
            Tokens(usage.Input, "input", tags);
            Tokens(usage.CacheWrite, "cache_write", tags);
            Tokens(usage.CacheRead, "cache_read", tags);
            Tokens(usage.Output, "output", tags);
            _cost.Add(row.CostNanodollars / 1e9, tags);
        }
    }

    public void Dispose() => _meter.Dispose();

    private Histogram<double> Seconds(string name, string description) => _meter.CreateHistogram(name, "s", description, advice: SecondsBuckets);

    private void Tokens(long count, string kind, TagList tags)
    {
        tags.Add("gen_ai.token.type", kind);
        _tokens.Record(count, tags);
    }

    private string ModelOf(LedgerRow row) =>
        row.Model is null ? "none" : _router.Catalog.Facts(row.Model, row.At).Id;

    // An error type is the upstream's word, and it may have many: the status tells as much.
    private static string? OutcomeOf(LedgerAttempt attempt) =>
        attempt.Status is >= 300 and var status ? $"{status}"
        : TryOutcome.IsOurs(attempt.Outcome) ? attempt.Outcome
        : TryOutcome.StreamError;

    private static string EndOf(EndState end) => end switch
    {
        EndState.Complete => "complete",
        EndState.Error => "error",
        EndState.Truncated => "truncated",
        EndState.ClientCancelled => "client_cancelled",
        _ => "interrupted",
    };
}
