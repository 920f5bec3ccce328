using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Warmpath.Gateway.Admin.Bodies;
using Warmpath.Routing;
using Warmpath.Storage;

namespace Warmpath.Gateway.Admin.Traces;

/// <summary><c>/trace</c>: the recorded traffic as <c>simulate</c> reads it, what was decided, and the fleet that decided.</summary>
public static class TraceEndpoints
{
    /// <summary>How far the recording went when it was read. Given back as <c>through</c>, the other calls speak of the very same requests.</summary>
    public const string ThroughHeader = "x-warmpath-through";

    private const string Lines = "application/x-ndjson";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    internal static void MapTraces(this IEndpointRouteBuilder api)
    {
        var traces = api.MapGroup("/trace").WithTags("trace");
        traces.MapGet("", (HttpContext http, WarmpathStore store, Router router, TimeProvider time, string? from, string? to, long? through) =>
                Write(http, store, router, time, from, to, through, decisions: false))
            .WithSummary("The recorded traffic as a trace: one JSON object a line, no text of prompts; the last hour unless from and to say otherwise")
            .Produces<string>(StatusCodes.Status200OK, Lines);
        traces.MapGet("/decisions", (HttpContext http, WarmpathStore store, Router router, TimeProvider time, string? from, string? to, long? through) =>
                Write(http, store, router, time, from, to, through, decisions: true))
            .WithSummary("Which key answered each request of the trace of the same span, and when").Produces<string>(StatusCodes.Status200OK, Lines);
        traces.MapGet("/organizations", FleetAsync)
            .WithSummary("Organizations, keys and limits as they are known now, and when they did not serve in the span, as an organizations file of simulate");
    }

    private static async Task<Results<Ok<TraceFleetJson>, ProblemHttpResult>> FleetAsync(
        WarmpathStore store, Router router, TimeProvider time, string? from, string? to, long? through, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var span = Span.Read(from, to, TimeSpan.FromHours(1), Longest, time.GetUtcNow(), faults);
        if (faults.Any)
        {
            return Problems.Invalid(faults);
        }

        DateTimeOffset? start = null;
        var requests = new Dictionary<string, int>();
        await store.ReadRecordingAsync(
            span.From,
            span.To,
            through ?? await store.LastRecordingAsync(cancellationToken),
            (request, _) =>
            {
                start ??= request.ArrivedAt;
                requests[request.Model] = requests.GetValueOrDefault(request.Model) + 1;
                return Task.CompletedTask;
            },
            cancellationToken);
        var fleet = router.View(time.GetUtcNow());
        var outages = await RecordedOutages.ReadAsync(store, new TraceDoors(fleet), span, cancellationToken);
        var parameters = TraceParametersJson.Of(requests, router.Catalog, start ?? span.To, outages.RefusalLatency);
        return TypedResults.Ok(TraceFleetJson.Of(fleet, start is { } first ? outages.Since(first) : [], parameters));
    }

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> Write(
        HttpContext http, WarmpathStore store, Router router, TimeProvider time, string? from, string? to, long? through, bool decisions)
    {
        var faults = new Faults();
        var span = Span.Read(from, to, TimeSpan.FromHours(1), Longest, time.GetUtcNow(), faults);
        if (faults.Any)
        {
            return Problems.Invalid(faults);
        }

        var last = through ?? await store.LastRecordingAsync(http.RequestAborted);
        http.Response.Headers[ThroughHeader] = last.ToString(CultureInfo.InvariantCulture);
        http.Response.ContentType = Lines;
        var zips = http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (zips)
        {
            http.Response.Headers[HeaderNames.ContentEncoding] = "gzip";
        }

        var doors = new TraceDoors(router.View(time.GetUtcNow()));
        var tries = (await RecordedOutages.ReadAsync(store, doors, span, http.RequestAborted)).Tries;
        await using Stream output = zips
            ? new GZipStream(http.Response.BodyWriter.AsStream(leaveOpen: true), CompressionLevel.Fastest)
            : http.Response.BodyWriter.AsStream(leaveOpen: true);
        await using var buffered = new BufferedStream(output, 64 * 1024);
        await using var writer = new RecordingWriter(buffered, decisions, doors, tries);
        await store.ReadRecordingAsync(span.From, span.To, last, writer.WriteAsync, http.RequestAborted);
        return TypedResults.Empty;
    }
}
