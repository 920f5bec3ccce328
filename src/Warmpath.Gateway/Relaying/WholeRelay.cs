using Warmpath.Gateway.DataPlane;
using Warmpath.Gateway.Deciding;
using Warmpath.Gateway.Recording;
using Warmpath.Gateway.Upstream;
using Warmpath.Routing;
using Warmpath.Routing.Health;

namespace Warmpath.Gateway.Relaying;

/// <summary>Relays an answer in one piece: held until it is whole, so that one that is cut fails over unseen.</summary>
/// <remarks>One that outgrows what is held is committed to and passed on as it comes, a byte behind: its last one waits for the ledger row.</remarks>
internal class WholeRelay(Exchange exchange, OpenAttempt attempt, UpstreamCall call, Recorder recorder, TimeProvider time)
    : AnswerRelay(exchange, attempt, call, recorder, time)
{

    /// <summary>Of a larger answer the usage is not read: it stands at the end, and only a whole object can be read.</summary>
    private const int MaximumKept = 8 * 1024 * 1024;

    private bool _isWhole = true;
    private UsageCounts _usage;

    /// <summary>Bytes; a larger answer is committed to before it is whole.</summary>
    protected virtual int MaximumHeld => 1024 * 1024;

    protected override Usage? Usage => _usage.Total;

    protected override bool KeepsLength => true;

    /// <summary>The answer is there, and the client has nothing of it yet.</summary>
    protected virtual ValueTask HeldWholeAsync() => default;

    protected override async Task<UpstreamFailure?> RelayAsync(Stream body)
    {
        var committed = false;
        while (true)
        {
            int read;
            try
            {
                if (committed)
                {
                    Call.ExpectMore();
                }

                read = await body.ReadAsync(Bytes.Room(ReadBytes), Call.Token);
            }
            catch (Exception exception) when (IsUpstreams(exception))
            {
                if (!committed)
                {
                    return new UpstreamFailure { Kind = Call.TimedOut ? AttemptFailure.FirstByteTimeout : AttemptFailure.Truncated };
                }

                await BreakAsync(null);
                return null;
            }

            if (read == 0)
            {
                break;
            }

            Bytes.Advance(read);
            if (!committed && Bytes.Length > MaximumHeld)
            {
                Commit();
                committed = true;
            }

            if (committed)
            {
                Call.Disarm(); // a client may take its time
                await SendAsync(Bytes.Length - 1);
            }

            if (Bytes.Length > MaximumKept)
            {
                Bytes.RemoveFront(Sent);
                Sent = 0;
                _isWhole = false;
            }
        }

        if (_isWhole && !IsOpaque && Exchange.Route.Kind == RequestKind.Messages)
        {
            _usage.Take(Bytes.Span);
        }

        if (!committed)
        {
            await HeldWholeAsync();
            Commit();
        }

        await CompleteAsync();
        return null;
    }
}
