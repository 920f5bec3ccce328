using Warmpath.Routing;
using Warmpath.Routing.Deciding;
using Warmpath.Routing.Health;
using Warmpath.Routing.Outlines;
using Warmpath.Simulation.Providers;
using Warmpath.Simulation.Worlds;

namespace Warmpath.Simulation.Runs;

/// <summary>One request inside the gateway, from its arrival to the answer or the error that the client gets: decide, wait, forward, observe.</summary>
internal sealed class Visit
{
    /// <summary>
    /// The first byte reaches the gateway after it has left the provider. One microsecond, so that who reads the entry at once is on the
    /// safe side of its beginning in whatever arithmetic a decision log is checked with.
    /// </summary>
    private static readonly TimeSpan Notice = TimeSpan.FromMicroseconds(1);

    private readonly SimulatedGateway _gateway;
    private readonly RequestRecord _record;
    private readonly RoutingRequest _request;
    private readonly Action<ClientOutcome, DateTimeOffset> _left;
    private Ticket? _ticket;
    private int _timer;
    private bool _woken;

    /// <param name="left">Told what the client got, and when that had come.</param>
    public Visit(SimulatedGateway gateway, RequestRecord record, RoutingRequest request, Action<ClientOutcome, DateTimeOffset> left) =>
        (_gateway, _record, _request, _left) = (gateway, record, request, left);

    public void Begin()
    {
        _ticket = _gateway.Router.Enter(_request, Wake);
        Decide();
    }

    // The router calls this under its lock, in the middle of another request's step: what follows comes after that step.
    private void Wake()
    {
        if (!_woken)
        {
            _woken = true;
            var timer = _timer;
            _gateway.Loop.Plan(_gateway.Loop.Now, () => Look(timer));
        }
    }

    private void Look(int timer)
    {
        if (timer == _timer)
        {
            Decide();
        }
    }

    private void Decide()
    {
        var loop = _gateway.Loop;
        _timer++;
        _woken = false;
        switch (_gateway.Router.Decide(_ticket!, loop.Now))
        {
            case Decision.Send send:
                _timer++; // a late wake-up is for nobody
                Forward(send.Attempt);
                break;
            case Decision.Wait wait:
                var timer = _timer;
                loop.Plan(wait.Until > loop.Now ? wait.Until : loop.Now + TimeSpan.FromTicks(1), () => Look(timer));
                break;
            case Decision.Refuse refuse:
                Leave(_gateway.OutcomeOf(refuse.Refusal));
                break;
        }
    }

    private void Forward(Attempt attempt)
    {
        var loop = _gateway.Loop;
        var (key, sentAt, request) = (attempt.Key.Name, loop.Now, _record.Request);
        var breakpoints = BreakpointsOf(attempt);
        var trouble = _gateway.Upstream.TroubleOf(_record, key, sentAt);
        var reply = trouble is not null ? null : _gateway.Upstream.Send(
            key,
            new ProviderRequest
            {
                ModelClass = request.ModelClass,
                Blocks = _request.Outline.Blocks,
                PrefixTokens = ProviderRequest.PrefixTokensOf(_request.Outline.Blocks),
                Breakpoints = breakpoints,
                OutputTokens = request.OutputTokens,
                Duration = request.Took,
            },
            sentAt);
        var (status, usage) = reply switch { Answer answer => (200, (Usage?)answer.Usage), null => (trouble!.Status, null), _ => (429, null) };
        _record.Add(new(key, sentAt, status, _gateway.NextAttempt(), breakpoints, usage));
        if (reply is Answer answered)
        {
            var facts = _gateway.Upstream.Facts(key, request.ModelClass, sentAt);
            var noticed = answered.Begins + Notice;
            loop.Plan(noticed, () => _gateway.Router.Began(attempt, facts, loop.Now));
            loop.Plan(answered.Ends > noticed ? answered.Ends : noticed, () => // an answer without output ends as it begins, before that is noticed
            {
                _gateway.Router.Ended(attempt, answered.Usage, loop.Now);
                Leave(ClientOutcome.Answered, answered.Ends);
            });
            return;
        }

        var failure = trouble is not null ? Failures.Of(trouble) : Failures.Of(status, (reply as RateRefusal)?.RetryAfter);
        loop.Plan(sentAt + _gateway.Upstream.LatencyOf(trouble), () =>
        {
            if (trouble is { Begins: true })
            {
                _gateway.Router.Began(attempt, _gateway.Upstream.Facts(key, request.ModelClass, loop.Now), loop.Now);
            }

            Failed(attempt, failure, status);
        });
    }

    private void Failed(Attempt attempt, UpstreamFailure failure, int status)
    {
        var loop = _gateway.Loop;
        var step = _gateway.Router.Failed(attempt, failure, loop.Now);
        _gateway.Checks?.Expect();
        switch (step)
        {
            case NextStep.DecideAgain:
                Decide();
                break;
            case NextStep.TryInPlace:
                loop.Plan(loop.Now + Attempt.PauseInPlace, () => Forward(attempt));
                break;
            case NextStep.ReturnAnswer:
                Leave(new ClientOutcome(status == Trouble.NoAnswer ? 502 : status, failure.RetryAfter));
                break;
        }
    }

    private void Leave(ClientOutcome outcome) => Leave(outcome, _gateway.Loop.Now);

    private void Leave(ClientOutcome outcome, DateTimeOffset endedAt)
    {
        _timer++;
        _gateway.Router.Leave(_ticket!, _gateway.Loop.Now);
        _left(outcome, endedAt);
    }

    // The client's own, save those to which the gateway gives an hour.
    private static Breakpoint[] BreakpointsOf(Attempt attempt)
    {
        var breakpoints = attempt.Ticket.Request.Outline.Breakpoints;
        return attempt.HourMarkers.Count == 0 ? breakpoints : [.. breakpoints.Select(breakpoint => attempt.HourMarkers.Contains(breakpoint)
            ? breakpoint with { Lifetime = CacheLifetime.OneHour }
            : breakpoint)];
    }
}
