using System.Net.Sockets;

namespace Warmpath.Gateway.Upstream;

/// <summary>An upstream call under way: its answer's headers have arrived, its body is still to be read.</summary>
internal sealed class UpstreamCall : IDisposable
{
    /// <summary>An answer that has begun and says nothing for so long has broken, whatever its connection says.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenRegistration _leaving;
    private readonly CancellationToken _clientGone;
    private HttpResponseMessage? _response;

    /// <param name="firstByte">How long the upstream may take until <see cref="Disarm"/>.</param>
    public UpstreamCall(TimeSpan firstByte, TimeProvider time, CancellationToken clientGone)
    {
        _clientGone = clientGone;
        _end = new CancellationTokenSource(firstByte, time);
        _leaving = clientGone.UnsafeRegister(static end => ((CancellationTokenSource)end!).Cancel(), _end);
    }

    /// <summary>Cancelled when the client left, the first byte limit was reached, or the upstream was given up.</summary>
    public CancellationToken Token => _end.Token;

    /// <summary>The first byte limit was reached or the upstream given up, and it is not that the client left.</summary>
    public bool TimedOut => _end.IsCancellationRequested && !_clientGone.IsCancellationRequested;

    public HttpResponseMessage Response
    {
        get => _response ?? throw new InvalidOperationException("No answer yet.");
        set => _response = value;
    }

    /// <summary>The upstream has begun to answer in earnest: from here on only the client's leaving and <see cref="GiveUp"/> end the call.</summary>
    public void Disarm() => _end.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>What is read next has to come within <see cref="LongestSilence"/>, else the upstream is given up; until <see cref="Disarm"/>.</summary>
    public void ExpectMore() => _end.CancelAfter(LongestSilence);

    /// <summary>The upstream has fallen silent: reading from it ends, as if it had broken.</summary>
    public void GiveUp() => _end.Cancel();

    /// <summary>Whether an exception of sending or reading is the upstream's doing, and not the client's.</summary>
    /// <remarks>A bare socket's one comes of a connection that ends the moment it is made.</remarks>
    public bool IsUpstreams(Exception exception) =>
        exception is HttpRequestException or IOException or SocketException or OperationCanceledException && !_clientGone.IsCancellationRequested;

    public void Dispose()
    {
        _response?.Dispose();
        _leaving.Dispose();
        _end.Dispose();
    }
}
