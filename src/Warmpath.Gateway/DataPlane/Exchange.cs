using Microsoft.AspNetCore.Http;
using Warmpath.Gateway.Admitting;
using Warmpath.Gateway.Makers;
using Warmpath.Gateway.Recording;
using Warmpath.Gateway.Upstream;
using Warmpath.Routing;
using Warmpath.Routing.Deciding;
using Warmpath.Routing.Fleet;
using Warmpath.Storage.Settings;

namespace Warmpath.Gateway.DataPlane;

/// <summary>One admitted request on its way through the gateway: what the steps hand to one another.</summary>
internal sealed class Exchange : IDisposable
{
    private Dictionary<int, ErrorAnswer>? _errors;

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

    /// <summary>Whether the client named an organization or a project of OpenAI's: then answers tell of that one, and not of what the key opens by itself.</summary>
    public bool NamesPool => Route.Provider == Providers.OpenAI && (Http.Request.Headers.ContainsKey("OpenAI-Organization") || Http.Request.Headers.ContainsKey("OpenAI-Project"));

    /// <summary>What the headers of an answer reveal of the key that it was asked with.</summary>
    public ResponseFacts Facts(HttpResponseMessage response) =>
        UpstreamAnswers.Facts(response) is var facts && NamesPool ? facts with { OrganizationId = null, WorkspaceId = null } : facts;

    public TimeSpan FirstByteLimit => TimeSpan.FromSeconds(
        Routing.Outline.Stream ? Settings.FirstByteSecondsStreaming : Settings.FirstByteSecondsWhole);

    /// <summary>Keeps an upstream's error answer, the last of its status, because a refusal may have to return it; disposed with the exchange.</summary>
    public void Keep(ErrorAnswer answer)
    {
        _errors ??= [];
        if (_errors.Remove(answer.Status, out var former) && former != NotHere)
        {
            former.Dispose();
        }

        _errors.Add(answer.Status, answer);
    }

    /// <summary>Whether it makes something that is paid, so that a second attempt could pay it twice.</summary>
    public bool MakesBatch => Route.Resource == Resource.Batches && HttpMethods.IsPost(Http.Request.Method);

    /// <summary>Why no attempt may follow; null: others may.</summary>
    public ApiError? Stop { get; set; }

    /// <summary>The first answer that what the request needs is not in that workspace; null when none said so.</summary>
    public ErrorAnswer? NotHere { get; set; }

    /// <summary>The last error answer of that status; null when there was none.</summary>
    public ErrorAnswer? LastError(int status) => _errors?.GetValueOrDefault(status);

    /// <summary>Where its answer goes, as a page of a list that is put together; null: to the client.</summary>
    public ListPage? Page { get; init; }

    /// <summary>The same request asked of one workspace for one page of a list.</summary>
    public Exchange For(RoutingRequest routing, string query, ListPage page) => new()
    {
        Http = Http, Route = Route, Query = query, Body = Body, Place = Place, Routing = routing, Settings = Settings, Journal = Journal, Page = page,
    };

    /// <summary>What the request takes of the gateway's capacity.</summary>
    public required Capacity.Place Place { get; init; }

    /// <summary>No attempt will need the body any more.</summary>
    public void DropBody()
    {
        Body.Dispose();
        Place.GiveBodyBack();
    }

    public void Dispose()
    {
        foreach (var answer in _errors?.Values ?? Enumerable.Empty<ErrorAnswer>())
        {
            answer.Dispose();
        }

        NotHere?.Dispose();
    }
}
