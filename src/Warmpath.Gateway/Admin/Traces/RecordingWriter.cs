using System.Globalization;
using System.Text.Json;
using Warmpath.Routing.Lineages;
using Warmpath.Routing.Outlines;
using Warmpath.Storage.Recordings;

namespace Warmpath.Gateway.Admin.Traces;

/// <summary>Writes a recording as a trace of <c>simulate</c> and as the log of what the gateway decided (docs/simulate.md, "Files").</summary>
/// <param name="tries">What the attempts of requests met of which not all were served, by the request's id.</param>
internal sealed class RecordingWriter(
    Stream output, bool decisions, TraceDoors doors, IReadOnlyDictionary<string, IReadOnlyList<RecordedTry>> tries) : IAsyncDisposable
{
    private readonly Utf8JsonWriter _json = new(output);
    private readonly ConversationFlow _flow = new();
    private readonly Dictionary<string, int> _lastLine = [];
    private DateTimeOffset? _start;
    private int _line;

    /// <param name="prompt">From its first block on.</param>
    public async Task WriteAsync(RecordedRequest request, IReadOnlyList<RecordedBlock> prompt)
    {
        _start ??= request.ArrivedAt;
        _json.WriteStartObject();
        if (decisions)
        {
            Decision(request);
        }
        else
        {
            Request(request, prompt);
        }

        _json.WriteEndObject();
        await _json.FlushAsync();
        _json.Reset();
        output.WriteByte((byte)'\n');
        _lastLine[request.Lineage] = _line++;
    }

    public ValueTask DisposeAsync() => _json.DisposeAsync();

    private void Request(RecordedRequest request, IReadOnlyList<RecordedBlock> prompt)
    {
        _json.WriteString("session", request.Session);
        if (request.Agent is { } agent)
        {
            _json.WriteString("stream", agent);
        }

        _json.WriteString("user", request.Client);
        _json.WriteString("model", request.Model);
        When(request);
        _json.WriteStartArray("blocks");
        var tokens = 0;
        foreach (var block in prompt)
        {
            _json.WriteStartArray();
            _json.WriteStringValue(((ulong)block.Digest).ToString("x16", CultureInfo.InvariantCulture)); // ids chain: half a digest tells siblings apart
            _json.WriteNumberValue(Math.Max(0, block.PrefixTokens - tokens));
            _json.WriteEndArray();
            tokens = Math.Max(tokens, block.PrefixTokens);
        }

        _json.WriteEndArray();
        _json.WriteStartArray("breakpoints");
        foreach (var (digest, _) in request.Markers)
        {
            _json.WriteNumberValue(prompt.Index().First(block => block.Item.Digest == digest).Index);
        }

        _json.WriteEndArray();
        Lifetimes(request.Markers.Select(marker => marker.Lifetime));
        _json.WriteNumber("output_tokens", request.OutputTokens);
        if (request.BeganAt is { } began)
        {
            _json.WriteStartArray("took");
            _json.WriteNumberValue(Seconds(began - request.SentAt));
            _json.WriteNumberValue(Seconds(request.EndedAt - request.SentAt));
            _json.WriteEndArray();
        }

        Met(request);
    }

    // Also of one that was served at once: what others met there at that time was not meant for it.
    private void Met(RecordedRequest request)
    {
        _json.WriteStartArray("met");
        foreach (var one in Refused(request))
        {
            _json.WriteStartObject();
            _json.WriteString("org", one.Organization);
            _json.WriteNumber("status", one.Status);
            if (one.Begins)
            {
                _json.WriteBoolean("begins", true);
            }

            _json.WriteNumber("latency", Seconds(one.Latency));
            if (one.RetryAfter is { } retryAfter)
            {
                _json.WriteNumber("retry_after", retryAfter);
            }

            _json.WriteEndObject();
        }

        if (doors.Find(request.Key) is var (organization, _))
        {
            _json.WriteStartObject();
            _json.WriteString("org", organization);
            _json.WriteNumber("status", RecordedTry.Served);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private IEnumerable<RecordedTry> Refused(RecordedRequest request) =>
        tries.GetValueOrDefault(request.Id, []).Where(one => one.Status != RecordedTry.Served);

    private void When(RecordedRequest request)
    {
        var precedents = _flow.Next(
            request.Client, request.Session, request.Lineage, request.Agent, request.ParentAgent, request.ArrivedAt, request.EndedAt);
        if (precedents is null)
        {
            _json.WriteNumber("t", Seconds(request.ArrivedAt));
            return;
        }

        if (precedents.Lineages is not [var own] || own != request.Lineage)
        {
            _json.WriteStartArray("after");
            foreach (var lineage in precedents.Lineages)
            {
                _json.WriteNumberValue(_lastLine[lineage]);
            }

            _json.WriteEndArray();
        }

        _json.WriteNumber("think", Seconds(precedents.Think));
    }

    private void Decision(RecordedRequest request)
    {
        _json.WriteNumber("i", _line);
        _json.WriteStartArray("attempts");
        foreach (var one in Refused(request))
        {
            _json.WriteStartObject();
            _json.WriteString("org", one.Key);
            _json.WriteNumber("t", Seconds(one.SentAt));
            _json.WriteNumber("status", one.Status);
            _json.WriteEndObject();
        }

        _json.WriteStartObject();
        _json.WriteString("org", doors.Find(request.Key)?.Key ?? request.Key);
        _json.WriteNumber("t", Seconds(request.SentAt));
        _json.WriteNumber("status", 200);
        if (request.HourMarkers.Count > 0)
        {
            Lifetimes(request.Markers.Select(marker => request.HourMarkers.Contains(marker.Digest) ? CacheLifetime.OneHour : marker.Lifetime));
        }

        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteNumber("end", Seconds(request.EndedAt));
    }

    private void Lifetimes(IEnumerable<CacheLifetime> lifetimes)
    {
        _json.WriteStartArray("ttl");
        foreach (var lifetime in lifetimes)
        {
            _json.WriteStringValue(lifetime == CacheLifetime.OneHour ? "1h" : "5m");
        }

        _json.WriteEndArray();
    }

    private decimal Seconds(DateTimeOffset moment) => Seconds(moment - _start!.Value); // set by the first line

    private static decimal Seconds(TimeSpan span) => (decimal)span.Ticks / TimeSpan.TicksPerSecond;
}
