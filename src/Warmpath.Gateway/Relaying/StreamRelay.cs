using Warmpath.Gateway.DataPlane;
using Warmpath.Gateway.Deciding;
using Warmpath.Gateway.Makers;
using Warmpath.Gateway.Recording;
using Warmpath.Gateway.Upstream;
using Warmpath.Routing;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;

namespace Warmpath.Gateway.Relaying;

/// <summary>Relays an event stream.</summary>
/// <remarks>
/// Three stretches. <b>Held</b>: until the first content event, or half a second after the answer has begun, nothing goes out, and
/// whatever breaks fails over unseen. <b>Passed on</b>: what was read is written and flushed before the next wait. <b>The end</b>: what comes from
/// its last event on waits for the ledger row, so that no answer that a client saw whole is missing there.
/// </remarks>
internal sealed class StreamRelay(Exchange exchange, OpenAttempt attempt, UpstreamCall call, MakerDirectory makers, Recorder recorder, TimeProvider time)
    : AnswerRelay(exchange, attempt, call, recorder, time)
{
    /// <summary>An upstream that thinks before its first content is committed to: its client shall see that it is being served.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromMilliseconds(500);

    /// <summary>The end of body follows <c>message_stop</c> at once; a client's turn ends with it, and waits no longer.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromMilliseconds(250);

    /// <summary>A stream that says so much before its first content is committed to all the same.</summary>
    private const int MaximumHeld = 1024 * 1024;

    /// <summary>What is sent at once of a stream that comes faster than it is passed on.</summary>
    private const int MostTogether = 16 * 1024;

    private readonly SseTap _tap = exchange.Route.Provider == Providers.OpenAI
        ? new OpenAITap(isReplay: exchange.Route.Kind == RequestKind.StoredResponses)
        : new MessagesTap();
    private readonly KeyConfig _key = attempt.Key;

    /// <summary>Where <see cref="AnswerRelay.Bytes"/> begins in the stream.</summary>
    private long _start;

    private StreamPings? _pings;

    protected override Usage? Usage => IsPaid ? _tap.Usage : null;

    protected override long UncountedTokens => IsPaid ? _tap.UncountedTokens : 0;

    // Not one that is read again from where it is stored.
    private bool IsPaid => Exchange.Route.Kind == RequestKind.Messages;

    protected override bool KeepsLength => false;

    public override async ValueTask DisposeAsync()
    {
        if (_pings is not null)
        {
            await _pings.DisposeAsync();
        }

        await base.DisposeAsync();
        _tap.Dispose();
    }

    protected override async Task<UpstreamFailure?> RelayAsync(Stream body)
    {
        if (!IsOpaque && await HoldAsync(body) is { } failure)
        {
            return failure;
        }

        Commit();
        Note();
        var pingAfter = Exchange.Settings.PingSeconds > 0 ? TimeSpan.FromSeconds(Exchange.Settings.PingSeconds) : TimeSpan.MaxValue;
        _pings = new StreamPings(Exchange.Http.Response.BodyWriter, _tap.Ping, pingAfter, Time, Call.GiveUp, Exchange.ClientGone);
        await PassOnAsync(body);
        return null;
    }

    private async Task<UpstreamFailure?> HoldAsync(Stream body)
    {
        Task? longest = null;
        while (!_tap.HasContent && Bytes.Length < MaximumHeld)
        {
            Pending ??= Read(body).AsTask();
            if (_tap.Started && !Pending.IsCompleted)
            {
                longest ??= Task.Delay(LongestHold, Time, Exchange.ClientGone);
                if (await Task.WhenAny(Pending, longest) == longest)
                {
                    Exchange.ClientGone.ThrowIfCancellationRequested();
                    return null; // with the read still under way
                }
            }

            if (!await TakePendingAsync())
            {
                return new UpstreamFailure { Kind = Call.TimedOut ? AttemptFailure.FirstByteTimeout : AttemptFailure.Truncated };
            }

            if (_tap.Started)
            {
                Call.Disarm();
            }

            if (_tap.Error is { } error && !_tap.HasContent)
            {
                return new UpstreamFailure
                {
                    Kind = AttemptFailure.StreamError, Status = 0, ErrorType = error.Type, ErrorCode = error.Code, Message = error.Message,
                };
            }
        }

        return null;
    }

    // One loop without a call per event: the many small reads of a stream must not allocate. What is there already goes out together.
    private async Task PassOnAsync(Stream body)
    {
        while (!_tap.Stopped)
        {
            if (_tap.Error is { } error)
            {
                await BreakAsync(error.Type);
                return;
            }

            var next = Pending is null ? Arrival(body) : new ValueTask<int>(Pending);
            if (!next.IsCompleted || Bytes.Length - Sent > MostTogether)
            {
                try
                {
                    await SendAsync(Bytes.Length);
                }
                catch
                {
                    Pending = next.AsTask(); // it may still write behind the bytes that were to be sent
                    throw;
                }

                if (Pending is null)
                {
                    DropSent();
                    Bytes.Dispose(); // thousands of streams wait at once: none needs memory for it
                }
            }

            var silent = next.IsCompleted ? null : _pings;
            silent?.Begin(mayPing: _tap.IsBetweenEvents); // an opaque stream is never fed, and so never between two
            int read;
            var isEarly = false;
            try
            {
                read = await next;
                if (Pending is null)
                {
                    var arrived = Read(body);
                    isEarly = !arrived.IsCompleted; // nothing was there after all
                    if (isEarly)
                    {
                        Pending = arrived.AsTask();
                    }
                    else
                    {
                        read = await arrived;
                    }
                }
            }
            catch (Exception exception) when (IsUpstreams(exception))
            {
                await EndAsync(silent);
                await BreakAsync(null);
                return;
            }

            await EndAsync(silent);
            if (isEarly)
            {
                continue;
            }

            Pending = null;
            if (read == 0)
            {
                break;
            }

            Took(read);
        }

        if (_tap.Stopped)
        {
            await SendAsync((int)(_tap.StoppedAt - _start));
            await ReadToEndAsync(body);
        }

        if (_tap.Stopped || IsOpaque)
        {
            await (_tap.MadeId is { } id && IsPaid && Exchange.Routing.Outline.Stores ? CompleteKeptAsync(id) : CompleteAsync());
        }
        else
        {
            await BreakAsync(null);
        }
    }

    // Kept before a client can go on from it.
    private async Task CompleteKeptAsync(string id)
    {
        await makers.KeepAsync(id, Exchange, _key, Call.Response);
        await CompleteAsync();
    }

    private static ValueTask EndAsync(StreamPings? silent) => silent?.EndAsync() ?? ValueTask.CompletedTask;

    private async Task ReadToEndAsync(Stream body)
    {
        Task? longest = null;
        while (Bytes.Length < MaximumHeld)
        {
            Pending = Read(body).AsTask();
            if (!Pending.IsCompleted)
            {
                longest ??= Task.Delay(LongestEnd, Time, Exchange.ClientGone);
                if (await Task.WhenAny(Pending, longest) == longest)
                {
                    return;
                }
            }

            if (!await TakePendingAsync())
            {
                return;
            }
        }
    }

    private ValueTask<int> Read(Stream body)
    {
        DropSent();
        return Read(body, Bytes.Room(ReadBytes));
    }

    // A read into no memory ends when there is something to read, or the end.
    private ValueTask<int> Arrival(Stream body) => Read(body, Memory<byte>.Empty);

    private ValueTask<int> Read(Stream body, Memory<byte> into)
    {
        try
        {
            return body.ReadAsync(into, Call.Token);
        }
        catch (Exception exception) when (IsUpstreams(exception))
        {
            return ValueTask.FromException<int>(exception); // chunks that are none are found out at once
        }
    }

    private void DropSent()
    {
        _start += Sent;
        Bytes.RemoveFront(Sent);
        Sent = 0;
    }

    /// <returns>False when the body has ended or broken.</returns>
    private async Task<bool> TakePendingAsync()
    {
        try
        {
            var read = await Pending!; // set by every caller
            Took(read);
            return read > 0;
        }
        catch (Exception exception) when (IsUpstreams(exception))
        {
            return false;
        }
        finally
        {
            Pending = null;
        }
    }

    private void Took(int read)
    {
        Bytes.Advance(read);
        if (!IsOpaque)
        {
            _tap.Feed(Bytes.Span[^read..]);
        }
    }
}
