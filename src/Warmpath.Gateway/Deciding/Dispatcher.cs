using Microsoft.Extensions.Logging;
using Warmpath.Gateway.Budgets;
using Warmpath.Gateway.DataPlane;
using Warmpath.Gateway.Keys;
using Warmpath.Gateway.Makers;
using Warmpath.Gateway.Recording;
using Warmpath.Gateway.Relaying;
using Warmpath.Gateway.Upstream;
using Warmpath.Routing;
using Warmpath.Routing.Deciding;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Deciding;

/// <summary>Brings an admitted request to a key and its answer to the client, over as many attempts as it takes.</summary>
internal sealed class Dispatcher(
    Router router, Forwarder forwarder, KeyRing keys, MakerDirectory makers, Recorder recorder, TimeProvider time, ILogger<Dispatcher> logger)
{
    /// <returns>The error to answer with; null when the client has an upstream's answer.</returns>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    public async Task<ApiError?> ServeAsync(Exchange exchange)
    {
        var wake = new WakeSignal();
        var ticket = router.Enter(exchange.Routing, wake.Set);
        exchange.Journal.Lineage = exchange.Route.IsTurn ? ticket.LineageId : null;
        try
        {
            while (true)
            {
                // 3. Decide.
                switch (router.Decide(ticket, time.GetUtcNow()))
                {
                    case Decision.Wait wait:
                        // 4. Wait.
                        await WaitAsync(exchange, wait, wake);
                        break;
                    case Decision.Send send when Reserve(exchange, send.Attempt) is { } over:
                        router.Abandoned(send.Attempt, time.GetUtcNow());
                        return over.ToError();
                    case Decision.Send send when !exchange.Place.TryCall(send.Attempt.Key.BaseUrl):
                        router.Abandoned(send.Attempt, time.GetUtcNow());
                        return ApiError.UpstreamFull;
                    case Decision.Send send:
                        // 5. to 7. Forward, relay, observe.
                        if (await AttemptAsync(exchange, send.Attempt))
                        {
                            return null;
                        }

                        if (exchange.Stop is { } stop)
                        {
                            return stop;
                        }

                        break;
                    case Decision.Refuse refuse:
                        return await RefuseAsync(exchange, refuse.Refusal);
                }
            }
        }
        finally
        {
            router.Leave(ticket, time.GetUtcNow());
        }
    }

    // Tokens cost; to count them, or to list models, does not.
    private OverLimit? Reserve(Exchange exchange, Attempt attempt) => exchange.Route.Kind == RequestKind.Messages
        ? exchange.Journal.Pass.Reserve(Allowances.Expected(attempt, router.Catalog), time.GetUtcNow())
        : null;

    private async Task WaitAsync(Exchange exchange, Decision.Wait wait, WakeSignal wake)
    {
        logger.RequestWaits(exchange.Journal.Id, wait.Until, wait.Reason);
        recorder.Note(exchange.Journal);
        var began = time.GetTimestamp();
        try
        {
            await wake.WaitAsync(wait.Until - time.GetUtcNow(), time, exchange.ClientGone);
        }
        finally
        {
            exchange.Journal.Waited(time.GetElapsedTime(began), wait.Reason);
        }
    }

    /// <returns>False when the attempt failed unseen and another may follow.</returns>
    private async Task<bool> AttemptAsync(Exchange exchange, Attempt decided)
    {
        exchange.Journal.Decided(decided);
        using var attempt = new OpenAttempt(router, decided, time);
        try
        {
            NextStep? step;
            while ((step = await TryAsync(exchange, attempt)) == NextStep.TryInPlace)
            {
                await Task.Delay(Attempt.PauseInPlace, time, exchange.ClientGone);
            }

            return step is null;
        }
        finally
        {
            exchange.Place.EndCall();
        }
    }

    /// <returns>Null when the client has an answer.</returns>
    private async Task<NextStep?> TryAsync(Exchange exchange, OpenAttempt attempt)
    {
        switch (await forwarder.SendAsync(exchange, attempt.Key, attempt.HourMarkers))
        {
            case UpstreamResult.Answered { Call: var call }:
                using (call)
                {
                    return await RelayAsync(exchange, attempt, call);
                }

            case UpstreamResult.Refused { Answer: var answer }:
                exchange.Keep(answer);
                NoteFacts(attempt.Key, exchange.Facts(answer.Response));
                var wasLookedFor = attempt.WasLookedFor;
                var step = Fail(exchange, attempt, Failure(exchange, answer));
                if (!wasLookedFor && attempt.WasLookedFor)
                {
                    exchange.NotHere = answer;
                }

                if (step != NextStep.ReturnAnswer)
                {
                    return step;
                }

                await ReturnAsync(exchange, answer);
                return null;
            case UpstreamResult.Lost lost:
                exchange.Stop = exchange.MakesBatch && lost.Failure.Kind is (AttemptFailure.Reset or AttemptFailure.FirstByteTimeout) ? ApiError.MayBeMade : null;
                return Fail(exchange, attempt, lost.Failure);
            case var unknown:
                throw new InvalidOperationException($"Unknown result {unknown.GetType().Name}.");
        }
    }

    private async Task<NextStep?> RelayAsync(Exchange exchange, OpenAttempt attempt, UpstreamCall call)
    {
        var facts = exchange.Facts(call.Response);
        attempt.Began(facts);
        NoteFacts(attempt.Key, facts);
        if (exchange.Routing.Maker is null && (attempt.WasLookedFor || (exchange.Route.Kind.IsOfMade() && exchange.Route.Id is not null)))
        {
            await makers.FoundAsync(exchange, attempt.Key, call.Response);
        }

        await using AnswerRelay relay =
            exchange.Page is { } page ? new PageRelay(exchange, page, attempt, call, recorder, time)
            : IsStream(exchange, call.Response) ? new StreamRelay(exchange, attempt, call, makers, recorder, time)
            : exchange.Route.TellsOfMade ? new MadeRelay(exchange, attempt, call, makers, recorder, time)
            : new WholeRelay(exchange, attempt, call, recorder, time);
        if (await relay.RunAsync() is not { } failure)
        {
            return null;
        }

        exchange.Journal.EndTry(TryOutcome.Of(failure));
        var step = Fail(exchange, attempt, failure);
        if (step != NextStep.ReturnAnswer)
        {
            return step;
        }

        await relay.ReturnHeldAsync(failure);
        return null;
    }

    private UpstreamFailure Failure(Exchange exchange, ErrorAnswer answer)
    {
        var facts = exchange.Facts(answer.Response);
        return UpstreamAnswers.Failure(answer.Response, answer.Body, time.GetUtcNow()) with
        {
            OrganizationId = facts.OrganizationId,
            WorkspaceId = facts.WorkspaceId,
            NamesMade = answer.Status == 404 && MakerDirectory.Named(exchange.Route, exchange.Routing.Outline.Continues, exchange.Body.Span).Count > 0,
        };
    }

    private NextStep Fail(Exchange exchange, OpenAttempt attempt, UpstreamFailure failure)
    {
        var step = attempt.Failed(failure);
        logger.AttemptFailed(exchange.Journal.Id, attempt.Key.Name, TryOutcome.Of(failure), failure.Status, step);
        return step;
    }

    // The content type decides, not what was asked for; some servers send event streams without theirs.
    private static bool IsStream(Exchange exchange, HttpResponseMessage response) =>
        exchange.Route.Kind is RequestKind.Messages or RequestKind.StoredResponses && response.Content.Headers.ContentType?.MediaType switch
        {
            "text/event-stream" => true,
            "application/json" => false,
            _ => exchange.Routing.Outline.Stream,
        };

    private void NoteFacts(KeyConfig key, ResponseFacts facts)
    {
        if ((facts.OrganizationId is not null && facts.OrganizationId != key.DiscoveredOrganizationId)
            || (facts.WorkspaceId is not null && facts.WorkspaceId != key.DiscoveredWorkspaceId))
        {
            keys.Discovered(key.Id, facts.OrganizationId, facts.WorkspaceId);
        }
    }

    private async Task<ApiError?> RefuseAsync(Exchange exchange, Refusal refusal)
    {
        var passOverloaded = exchange.Settings.PassOverloaded;
        logger.RequestRefused(exchange.Journal.Id, Refusals.ToError(refusal, passOverloaded).Status, refusal.Message);
        var providers = refusal.Kind switch
        {
            RefusalKind.NoModel => exchange.LastError(404) ?? exchange.LastError(403),
            RefusalKind.NotFound => exchange.NotHere,
            RefusalKind.Overloaded when passOverloaded => exchange.LastError(529),
            _ => null,
        };
        if (providers is null)
        {
            return Refusals.ToError(refusal, passOverloaded);
        }

        await ReturnAsync(exchange, providers);
        return null;
    }

    private async Task ReturnAsync(Exchange exchange, ErrorAnswer answer)
    {
        ClientAnswer.Begin(exchange, answer.Key, answer.Response, keepLength: true);
        exchange.Journal.Ended(answer.IsBroken ? EndState.Truncated : EndState.Error, ErrorBody.Read(answer.Body).Type);
        await recorder.RecordAsync(exchange.Journal);
        await answer.WriteBodyAsync(exchange.Http.Response, exchange.ClientGone);
    }
}
