using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Warmpath.Gateway.DataPlane;
using Warmpath.Gateway.Deciding;
using Warmpath.Gateway.Makers;
using Warmpath.Gateway.Recording;
using Warmpath.Gateway.Upstream;
using Warmpath.Routing;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;

namespace Warmpath.Gateway.Relaying;

/// <summary>Relays what tells of a batch, a file or the like: its workspace is remembered before the client knows its id.</summary>
internal sealed class MadeRelay(Exchange exchange, OpenAttempt attempt, UpstreamCall call, MakerDirectory makers, Recorder recorder, TimeProvider time)
    : WholeRelay(exchange, attempt, call, recorder, time)
{
    private readonly KeyConfig _key = attempt.Key;
    private bool _isChanged;

    /// <summary>A list of a thousand batches is half as large. What is larger goes through as it came.</summary>
    protected override int MaximumHeld => 2 * 1024 * 1024;

    protected override bool KeepsLength => !_isChanged;

    protected override async Task<UpstreamFailure?> RelayAsync(Stream body)
    {
        var failure = await base.RelayAsync(body);
        if (failure is null || !IsMade || Exchange.Route.Kind == RequestKind.Messages)
        {
            return failure;
        }

        // It is made, and paid: another attempt would make a second one. The client learns that its answer broke.
        Commit();
        await BreakAsync(null);
        return null;
    }

    protected override async ValueTask HeldWholeAsync()
    {
        if (IsOpaque)
        {
            return;
        }

        if (IsMade && IdOf() is { } id)
        {
            await makers.KeepAsync(id, Exchange, _key, Call.Response);
        }

        if (Exchange.Route.Kind == RequestKind.Batches)
        {
            var length = Bytes.Length;
            Bytes.Change(ResultsUrls.Shorten);
            _isChanged = Bytes.Length != length;
        }
    }

    private bool IsMade => Exchange.Route.Makes && HttpMethods.IsPost(Exchange.Http.Request.Method)
        && (Exchange.Route.Resource != Resource.Responses || Exchange.Routing.Outline.Stores);

    private string? IdOf()
    {
        try
        {
            var reader = new Utf8JsonReader(Bytes.Span);
            return JsonElement.ParseValue(ref reader).TryGetProperty("id", out var id) ? id.GetString() : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
