using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warmpath.Gateway.Admitting;
using Warmpath.Gateway.Budgets;
using Warmpath.Gateway.Clients;
using Warmpath.Gateway.Deciding;
using Warmpath.Gateway.Makers;
using Warmpath.Gateway.Recording;
using Warmpath.Gateway.Relaying;
using Warmpath.Gateway.Settings;
using Warmpath.Gateway.Traffic;
using Warmpath.Storage.Clients;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.DataPlane;

/// <summary>The provider's API as the gateway serves it. The steps bear the numbers of docs/life-of-a-request.md.</summary>
internal sealed class DataPlaneEndpoint(
    ClientDirectory clients,
    Strangers strangers,
    Allowances allowances,
    LiveSettings settings,
    Capacity capacity,
    BodyMemory memory,
    MakerDirectory makers,
    Dispatcher dispatcher,
    MergedList lists,
    Recorder recorder,
    TrafficFeed traffic,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<DataPlaneEndpoint> logger)
{
    public async Task HandleAsync(HttpContext http, Route route)
    {
        // 1. Admit: who asks.
        var arrived = time.GetUtcNow();
        var id = RequestId.New(arrived);
        if (VirtualKeys.Find(http.Request.Headers, clients) is not { } client)
        {
            strangers.Came(http.Connection.RemoteIpAddress);
            await ApiError.Unauthenticated.WriteAsync(http.Response, id, route.Provider);
            return;
        }

        using var pass = allowances.Open(client, arrived);
        var journal = new Journal(id, client.Id, route, arrived, time) { Pass = pass };
        try
        {
            if (await ServeAsync(http, route, client, journal) is { } error)
            {
                journal.Refused(error.Status, error.Type, error.Message);
                await recorder.RecordAsync(journal);
                ClientAnswer.AddOwn(http.Response.Headers, journal);
                await error.WriteAsync(http.Response, id, route.Provider);
                if (error.ClosesConnection)
                {
                    await BodyReader.DiscardAsync(http.Request, time, http.RequestAborted);
                }
            }
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            journal.Ended(lifetime.ApplicationStopping.IsCancellationRequested ? EndState.Interrupted : EndState.ClientCancelled);
        }
        catch (Exception exception) when (exception is not BrokenAnswerException)
        {
            logger.RequestFailed(id, exception);
            journal.Refused(ApiError.Internal.Status, ApiError.Internal.Type, ApiError.Internal.Message);
            if (http.Response.HasStarted)
            {
                throw new BrokenAnswerException();
            }

            http.Response.Clear();
            await ApiError.Internal.WriteAsync(http.Response, id, route.Provider);
        }
        finally
        {
            // 8. Record: whatever was not recorded before its last byte.
            await recorder.RecordAsync(journal);
        }

        if (journal.End == EndState.Truncated)
        {
            logger.AnswerBroke(id, journal.LastKey?.Name);
            throw new BrokenAnswerException();
        }
    }

    /// <returns>The error to answer with; null when the client has an upstream's answer.</returns>
    private async Task<ApiError?> ServeAsync(HttpContext http, Route route, StoredClient client, Journal journal)
    {
        // 1. Admit: whether its virtual key holds, the gateway has a place, and its client's budget and limits leave room.
        if (VirtualKeys.WhyRefused(client, journal.At) is { } refused)
        {
            return refused;
        }

        using var place = capacity.Enter(client.Id);
        if (place is null)
        {
            return capacity.IsClosed ? ApiError.Stopping : ApiError.Full;
        }

        if (journal.Pass.Enter(journal.At) is { } over)
        {
            return over.ToError();
        }

        if (Framing.IsEncoded(http.Request.Headers.ContentEncoding))
        {
            return ApiError.Encoded;
        }

        // 1. Admit: the body, kept because a second attempt has to send it again.
        var (body, unreadable) = await BodyReader.ReadAsync(http.Request, place, memory, http.RequestAborted);
        if (body is null)
        {
            return unreadable;
        }

        using var kept = body; // whatever happens: its memory is nothing that a garbage collector finds

        // 2. Outline: the shape of the prompt, and whose turn it is.
        var current = settings.Current;
        var (routing, fault) = RoutingRequests.Read(http.Request.Headers, route, body.Span, client, current, time.GetUtcNow());
        var (maker, apart) = fault is null ? await makers.FindAsync(route, routing!.Outline.Continues, body.Memory, http.RequestAborted) : default;
        using var exchange = new Exchange
        {
            Http = http,
            Route = route,
            Query = Routes.QueryOf(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget),
            Body = body,
            Place = place,
            Routing = maker is null ? routing! : routing! with { Maker = maker }, // null only with a fault
            Settings = current,
            Journal = journal,
        };
        if (fault is not null)
        {
            return ApiError.Invalid(fault.Message);
        }

        journal.Outlined(exchange.Routing, body.Length);
        if (!VirtualKeys.MayUse(client, exchange.Routing.Outline.Model))
        {
            return ApiError.ModelNotAllowed(client.Name, exchange.Routing.Outline.Model, client.Options.Models!); // not null, or all would do
        }

        if (apart is not null)
        {
            return apart;
        }

        if ((exchange.MakesBatch || exchange.Routing.Outline.IsBackground) && client.Options is not { Budget: null, Limits: null or { TokensPerMinute: null } })
        {
            return ApiError.PaidLater(client.Name);
        }

        if (exchange.MakesBatch && client.Options.Models is not null)
        {
            return ApiError.ModelsNotSeen(client.Name);
        }

        traffic.Enter(journal, exchange.Routing.ArrivedAt);

        // 3. to 7. Decide, wait, forward, relay, observe.
        return route.ListsAllMade && HttpMethods.IsGet(http.Request.Method) ? await lists.ServeAsync(exchange) : await dispatcher.ServeAsync(exchange);
    }
}
