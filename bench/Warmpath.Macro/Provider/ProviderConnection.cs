using System.Buffers.Text;
using System.Diagnostics;
using Warmpath.Macro.Linux;

namespace Warmpath.Macro.Provider;

/// <summary>One connection to the fake provider: reads heads, counts bodies, writes canned bytes.</summary>
internal sealed class ProviderConnection(RawSocket socket, int tag) : IDisposable
{
    private byte[] _head = new byte[2048];
    private int _filled;
    private long _bodyLength;
    private long _bodyLeft;
    private AnswerKind _kind;
    private int _organization;
    private byte[] _out = [];
    private int _sent;

    public int Tag => tag;

    public RawSocket Socket => socket;

    /// <summary>Has been asked for a stream that stays open.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>There are bytes that the socket did not take.</summary>
    public bool IsWriting => _sent < _out.Length;

    /// <param name="scratch">Where to read to; shared by all connections.</param>
    /// <returns>False when the connection is over.</returns>
    public bool Read(byte[] scratch, Answers[] answers)
    {
        var read = socket.Receive(scratch);
        if (read <= 0)
        {
            return read < 0;
        }

        var bytes = scratch.AsSpan(0, read);
        while (!bytes.IsEmpty)
        {
            if (_bodyLeft > 0)
            {
                var taken = (int)Math.Min(_bodyLeft, bytes.Length);
                _bodyLeft -= taken;
                bytes = bytes[taken..];
            }
            else if (!TakeHead(ref bytes))
            {
                return true;
            }

            if (_bodyLeft == 0 && !Answer(answers))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes what the socket did not take before; false when the connection is over.</summary>
    public bool Flush() => Send(_out, _sent);

    /// <summary>Sends an event that says when it was sent, unless the one before is still on its way.</summary>
    public bool SendEvent()
    {
        if (IsWriting)
        {
            return true;
        }

        Answers.StampedEvent.AsSpan(Answers.StampAt, 19).Fill((byte)'0');
        Span<byte> digits = stackalloc byte[19];
        Utf8Formatter.TryFormat(Stopwatch.GetTimestamp(), digits, out var length);
        digits[..length].CopyTo(Answers.StampedEvent.AsSpan(Answers.StampAt + 19 - length));
        var sent = socket.Send(Answers.StampedEvent);
        if (sent >= 0 && sent < Answers.StampedEvent.Length)
        {
            (_out, _sent) = (Answers.StampedEvent.ToArray(), sent);
        }

        return sent >= 0;
    }

    public void Dispose() => socket.Dispose();

    private bool TakeHead(ref Span<byte> bytes)
    {
        // A head nearly always comes in one piece, and is then read where it lies.
        if (_filled == 0 && bytes.IndexOf("\r\n\r\n"u8) is >= 0 and var end)
        {
            Judge(bytes[..(end + 2)]);
            bytes = bytes[(end + 4)..];
            return true;
        }

        var before = _filled;
        if (_filled + bytes.Length > _head.Length)
        {
            Array.Resize(ref _head, Math.Max(_head.Length * 2, _filled + bytes.Length));
        }

        bytes.CopyTo(_head.AsSpan(_filled));
        _filled += bytes.Length;
        var whole = _head.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8);
        if (whole < 0)
        {
            bytes = default;
            return false;
        }

        Judge(_head.AsSpan(0, whole + 2));
        bytes = bytes[(whole + 4 - before)..];
        _filled = 0;
        return true;
    }

    private void Judge(ReadOnlySpan<byte> head)
    {
        (_bodyLength, _kind, _organization) = (0, AnswerKind.Whole, 0);
        for (var rest = head; rest.IndexOf("\r\n"u8) is > 0 and var end; rest = rest[(end + 2)..])
        {
            var line = rest[..end];
            switch (line[0] | 0x20)
            {
                case 'c' when ValueOf(line, "content-length:"u8) is { IsEmpty: false } value:
                    _bodyLength = Utf8Parser.TryParse(value, out long length, out _) ? length : 0;
                    break;
                case 'x' when ValueOf(line, "x-bench-answer:"u8) is { IsEmpty: false } value:
                    _kind = value[0] == 's' ? AnswerKind.Stream : value[0] == 'o' ? AnswerKind.Open : AnswerKind.Whole;
                    break;
                case 'x' when ValueOf(line, "x-api-key:"u8) is { Length: >= 3 } value:
                    _organization = Utf8Parser.TryParse(value[^3..], out int number, out _) ? number : 0;
                    break;
                default:
                    break;
            }
        }

        _bodyLeft = _bodyLength;
    }

    private static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.Length > name.Length && System.Text.Ascii.EqualsIgnoreCase(line[..name.Length], name) ? line[name.Length..].Trim((byte)' ') : default;

    private bool Answer(Answers[] answers)
    {
        var own = answers[_organization % answers.Length];
        IsOpen = _kind == AnswerKind.Open;
        var answer = IsOpen ? own.StreamHead : _kind == AnswerKind.Stream ? own.Stream : own.Whole;
        Answers.TellRead(answer, _bodyLength);
        return Send(answer, 0);
    }

    private bool Send(byte[] bytes, int from)
    {
        var sent = from < bytes.Length ? socket.Send(bytes.AsSpan(from)) : 0;
        (_out, _sent) = (bytes, from + Math.Max(0, sent));
        return sent >= 0;
    }
}
