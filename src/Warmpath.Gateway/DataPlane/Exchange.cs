using Microsoft.AspNetCore.Http;
using Warmpath.Gateway.Admitting;
using Warmpath.Gateway.Recording;
using Warmpath.Gateway.Upstream;
using Warmpath.Routing;
using Warmpath.Storage.Settings;

namespace Warmpath.Gateway.DataPlane;

/// <summary>One admitted request on its way through the gateway: what the steps hand to one another.</summary>
internal sealed class Exchange : IDisposable
{
    private ErrorAnswer? _lastAnswer;

    public required HttpContext Http { get; init; }

    public required Route Route { get; init; }

    /// <summary>The query as it came, with its question mark; may be empty.</summary>
    public required string Query { get; init; }

    /// <summary>The endpoint's, which disposes it.</summary>
    public required RequestBody Body { get; init; }

    public required RoutingRequest Routing { get; init; }

    /// <summary>The settings in force when the request came; it is judged by these to its end.</summary>
    public required GatewaySettings Settings { get; init; }

    public required Journal Journal { get; init; }

    public CancellationToken ClientGone => Http.RequestAborted;

    public TimeSpan FirstByteLimit => TimeSpan.FromSeconds(
        Routing.Outline.Stream ? Settings.FirstByteSecondsStreaming : Settings.FirstByteSecondsWhole);

    /// <summary>The last error answer of an upstream, kept because a refusal may have to return it; disposed with the exchange.</summary>
    public ErrorAnswer? LastAnswer
    {
        get => _lastAnswer;
        set
        {
            _lastAnswer?.Dispose();
            _lastAnswer = value;
        }
    }

    /// <summary>What the request takes of the gateway's capacity.</summary>
    public required Capacity.Place Place { get; init; }

    /// <summary>No attempt will need the body any more.</summary>
    public void DropBody()
    {
        Body.Dispose();
        Place.GiveBodyBack();
    }

    public void Dispose() => LastAnswer = null;
}
