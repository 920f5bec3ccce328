using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Warmpath.Macro.Linux;

namespace Warmpath.Macro.Load;

/// <summary>One kept connection that sends prepared bytes and reads answers no further than to know where they end.</summary>
internal sealed class ClientConnection : IDisposable
{
    private readonly Target _target;
    private readonly RawSocket _socket;
    private readonly byte[] _head;
    private readonly byte[] _body;
    private readonly int _headLineageAt;
    private readonly int _bodyLineageAt;
    private int _sent;
    private bool _inHead;
    private long _left;
    private ulong _lastBytes;
    private byte[] _partHead = [];

    /// <param name="body">Shared when there is no lineage's number in it; else copied.</param>
    /// <param name="answer">Value of <c>x-bench-answer</c>.</param>
    public ClientConnection(Target target, byte[] body, string answer)
    {
        _target = target;
        _bodyLineageAt = body.AsSpan().IndexOf(Encoding.ASCII.GetBytes("lineage " + new string('0', Target.Digits))) is >= 0 and var at ? at + 8 : -1;
        _body = _bodyLineageAt < 0 ? body : [.. body];
        (_head, _headLineageAt) = target.Head(answer, body.Length);
        _socket = RawSocket.Connect(target.Port);
    }

    public int Descriptor => _socket.Descriptor;

    /// <summary>An answer is due.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>The socket did not take all of the request yet.</summary>
    public bool IsWriting => IsBusy && _sent < _head.Length + _body.Length;

    /// <summary>When the request was due, as a timestamp.</summary>
    public long DueAt { get; private set; }

    /// <summary>When the first byte of the last answer was there, as a timestamp; 0 before it.</summary>
    public long FirstByteAt { get; private set; }

    /// <summary>Called for what is read of an answer's body when set.</summary>
    public Action<ReadOnlySpan<byte>>? Reading { get; set; }

    /// <summary>Sends a request of the lineage.</summary>
    public void Begin(int lineage, long dueAt)
    {
        Number(_head, _headLineageAt, lineage);
        if (_bodyLineageAt >= 0)
        {
            Number(_body, _bodyLineageAt, lineage);
        }

        (IsBusy, DueAt, FirstByteAt, _sent, _inHead) = (true, dueAt, 0, 0, true);
        _partHead = [];
        Flush();
    }

    /// <summary>Goes on sending.</summary>
    /// <exception cref="InvalidOperationException">The other side has gone.</exception>
    public void Flush()
    {
        while (IsWriting)
        {
            var inHead = _sent < _head.Length;
            var sent = inHead ? _socket.Send(_head.AsSpan(_sent), more: true) : _socket.Send(_body.AsSpan(_sent - _head.Length));
            if (sent == 0)
            {
                return;
            }

            _sent += sent > 0 ? sent : throw Broken("The connection was ended while the request was being sent.");
        }
    }

    /// <summary>Reads what is there.</summary>
    /// <returns>True when the answer is whole.</returns>
    /// <exception cref="InvalidOperationException">The answer was no 200, or ended before its end.</exception>
    public bool Read(byte[] scratch)
    {
        var read = _socket.Receive(scratch);
        if (read < 0)
        {
            return false;
        }

        if (read == 0 || !IsBusy)
        {
            throw Broken("The connection ended before the answer did.");
        }

        FirstByteAt = FirstByteAt == 0 ? Stopwatch.GetTimestamp() : FirstByteAt;
        var bytes = scratch.AsSpan(0, read);
        if (_inHead)
        {
            if (_partHead.Length > 0)
            {
                bytes = (byte[])[.. _partHead, .. bytes];
            }

            var end = bytes.IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                _partHead = bytes.ToArray();
                return false;
            }

            _left = LengthIn(bytes);
            _inHead = false;
            _lastBytes = 0;
            bytes = bytes[(end + 4)..];
        }

        Reading?.Invoke(bytes);
        IsBusy = !IsEnd(bytes);
        return !IsBusy;
    }

    public void Dispose() => _socket.Dispose();

    // Counts down a known length; a chunked body ends with its empty chunk, and nothing follows before the next request.
    private bool IsEnd(ReadOnlySpan<byte> bytes)
    {
        if (_left >= 0)
        {
            _left -= bytes.Length;
            return _left <= 0;
        }

        foreach (var last in bytes.Length > 5 ? bytes[^5..] : bytes)
        {
            _lastBytes = (_lastBytes << 8) | last;
        }

        return (_lastBytes & 0xFF_FFFF_FFFF) == 0x30_0D0A_0D0A; // "0\r\n\r\n"
    }

    private long LengthIn(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("HTTP/1.1 200"u8))
        {
            throw Broken($"The answer was no 200: {Encoding.UTF8.GetString(head[..Math.Min(head.Length, 1500)])}");
        }

        // Kestrel and nginx write it so, and the fake provider too.
        var at = head.IndexOf("\r\nContent-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + 18)..], out long length, out _) ? length : -1;
    }

    private static void Number(byte[] bytes, int at, int number) =>
        number.TryFormat(bytes.AsSpan(at, Target.Digits), out _, "D" + Target.Digits, CultureInfo.InvariantCulture);

    private InvalidOperationException Broken(string why) => new($"{_target.Name}: {why}");
}
