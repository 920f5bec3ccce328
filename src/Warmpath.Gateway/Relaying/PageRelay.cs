using Warmpath.Gateway.DataPlane;
using Warmpath.Gateway.Deciding;
using Warmpath.Gateway.Makers;
using Warmpath.Gateway.Recording;
using Warmpath.Gateway.Upstream;
using Warmpath.Routing;
using Warmpath.Routing.Health;

namespace Warmpath.Gateway.Relaying;

/// <summary>Reads one workspace's page of a list that is put together; the client gets nothing of it yet.</summary>
internal sealed class PageRelay(Exchange exchange, ListPage page, OpenAttempt attempt, UpstreamCall call, Recorder recorder, TimeProvider time)
    : AnswerRelay(exchange, attempt, call, recorder, time)
{
    /// <summary>A page of a thousand things is far smaller.</summary>
    private const int MostBytes = 16 * 1024 * 1024;

    protected override Usage? Usage => null;

    protected override bool KeepsLength => false;

    protected override async Task<UpstreamFailure?> RelayAsync(Stream body)
    {
        try
        {
            while (Bytes.Length <= MostBytes && await body.ReadAsync(Bytes.Room(ReadBytes), Call.Token) is > 0 and var read)
            {
                Bytes.Advance(read);
            }
        }
        catch (Exception exception) when (IsUpstreams(exception))
        {
            return new UpstreamFailure { Kind = Call.TimedOut ? AttemptFailure.FirstByteTimeout : AttemptFailure.Truncated };
        }

        page.Read(Bytes.Length > MostBytes ? default : Bytes.Span);
        CompleteUnsent();
        return null;
    }
}
