using Warmpath.Gateway.DataPlane;
using Warmpath.Gateway.Deciding;
using Warmpath.Gateway.Recording;
using Warmpath.Gateway.Upstream;
using Warmpath.Routing;
using Warmpath.Routing.Health;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Relaying;

/// <summary>Carries one successful answer from the upstream to the client: held until it is worth committing to, then passed on.</summary>
/// <remarks>The bytes that were read and not yet written lie behind <see cref="Sent"/> in <see cref="Bytes"/>.</remarks>
internal abstract class AnswerRelay(Exchange exchange, OpenAttempt attempt, UpstreamCall call, Recorder recorder, TimeProvider time)
    : IAsyncDisposable
{
    /// <summary>Room for one read at least. Thousands of streams wait at once, and each holds as much.</summary>
    protected const int ReadBytes = 4 * 1024;

    protected Exchange Exchange => exchange;

    protected UpstreamCall Call => call;

    protected TimeProvider Time => time;

    protected PooledBytes Bytes { get; } = new(ReadBytes);

    /// <summary>How many of <see cref="Bytes"/> the client has been sent.</summary>
    protected int Sent { get; set; }

    /// <summary>A read that outlives a wait; its memory is part of <see cref="Bytes"/>.</summary>
    protected Task<int>? Pending { get; set; }

    /// <summary>An answer in an encoding that was not asked for goes through unread.</summary>
    protected bool IsOpaque { get; } = call.Response.Content.Headers.ContentEncoding.Any(
        encoding => !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase));

    /// <summary>What is known of the usage so far; null for calls that have none.</summary>
    protected abstract Usage? Usage { get; }

    /// <summary>Estimated output tokens that the client was sent and the upstream has not counted; none of an answer that came whole.</summary>
    protected virtual long UncountedTokens => 0;

    /// <summary>Whether the upstream's <c>content-length</c> still holds for the client.</summary>
    protected abstract bool KeepsLength { get; }

    /// <returns>How the attempt failed before the commit point; null when the client has its answer, whole or broken.</returns>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    public async Task<UpstreamFailure?> RunAsync()
    {
        try
        {
            return await RelayAsync(await call.Response.Content.ReadAsStreamAsync(call.Token));
        }
        finally
        {
            attempt.Usage = exchange.Journal.Usage = Usage;
            exchange.Journal.UncountedTokens = UncountedTokens;
        }
    }

    /// <summary>After a failure that is about the client's own request: sends what came before it, as it came.</summary>
    public async Task ReturnHeldAsync(UpstreamFailure failure)
    {
        Begin();
        exchange.Journal.Ended(EndState.Error, failure.ErrorType);
        await recorder.RecordAsync(exchange.Journal);
        await SendAsync(Bytes.Length);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (Pending is not null)
        {
            // The read may still write into pooled memory: it ends with its connection.
            call.Dispose();
            await ((Task)Pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Bytes.Dispose();
    }

    protected abstract Task<UpstreamFailure?> RelayAsync(Stream body);

    /// <summary>From here on there is no second attempt.</summary>
    protected void Commit()
    {
        Begin();
        call.Disarm();
        attempt.Committed = true;
        exchange.DropBody(); // nobody will send it again, and an answer may take minutes
    }

    /// <summary>What is known by now, the tokens among it, is not lost with the process.</summary>
    protected void Note()
    {
        exchange.Journal.Usage = Usage;
        recorder.Note(exchange.Journal);
    }

    /// <summary>The answer came whole: settles and records it, then sends what is left.</summary>
    protected async Task CompleteAsync()
    {
        Close(IsOpaque ? TryOutcome.Opaque : TryOutcome.Ok, EndState.Complete, null);
        await recorder.RecordAsync(exchange.Journal);
        await SendAsync(Bytes.Length);
    }

    /// <summary>The answer came whole, as a part of one that the client is still to get: nothing is recorded or sent.</summary>
    protected void CompleteUnsent()
    {
        exchange.Journal.Answered(attempt.Key, call.Response);
        Close(TryOutcome.Ok, EndState.Interrupted, null);
    }

    /// <summary>The upstream broke after the commit point: sends what came; whoever serves the request then ends the connection.</summary>
    protected async Task BreakAsync(string? errorType)
    {
        await SendAsync(Bytes.Length);
        Close(TryOutcome.Truncated, EndState.Truncated, errorType);
    }

    /// <summary>Writes and flushes what is unsent of the first <paramref name="count"/> bytes.</summary>
    protected async ValueTask SendAsync(int count)
    {
        if (count > Sent)
        {
            var unsent = Bytes.Memory[Sent..count];
            Sent = count;
            await exchange.Http.Response.BodyWriter.WriteAsync(unsent, exchange.ClientGone);
        }
    }

    /// <summary>Whether an exception of reading is the upstream's doing, and not the client's.</summary>
    protected bool IsUpstreams(Exception exception) => call.IsUpstreams(exception);

    private void Begin() => ClientAnswer.Begin(exchange, attempt.Key, call.Response, KeepsLength);

    private void Close(string outcome, EndState end, string? errorType)
    {
        attempt.Usage = exchange.Journal.Usage = Usage;
        exchange.Journal.EndTry(outcome);
        exchange.Journal.Ended(end, errorType);
        attempt.Ended();
    }
}
