using System.Buffers;
using Warmpath.Gateway.Upstream;
using Warmpath.Routing;

namespace Warmpath.Gateway.Relaying;

/// <summary>Watches a copy of an event stream on its way and knows how far it has come.</summary>
/// <remarks>
/// A byte-fed state machine: pieces may end anywhere, lines may end in LF, CRLF or CR, comments and unknown events and fields are
/// passed over (WHATWG HTML 9.2.6). An event counts once its blank line has come. Only the data of the few events that are read is kept;
/// the many deltas cost one search for the end of their line. Not thread-safe.
/// </remarks>
internal abstract class SseTap : IDisposable
{
    /// <summary>Data beyond this is not read: what is read of it fits a hundred times.</summary>
    private const int MaximumData = 1024 * 1024;

    protected const int BytesOfToken = 4;

    private const int LongestName = 64;

    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    private readonly PooledBytes _field = new(32);
    private readonly PooledBytes _name = new(64);
    private readonly PooledBytes _data = new(0);

    private LinePart _part;
    private bool _afterCarriageReturn;
    private bool _hasData;
    private long _position;
    private long _eventStart;
    private long _dataBytes;
    private long _uncountedBytes;
    private UsageCounts _usage;

    private enum LinePart : byte
    {
        FieldName,
        FirstOfName,
        Name,
        FirstOfData,
        Data,
        Ignored,
    }

    /// <summary>What may be said between two events to keep the client patient.</summary>
    public abstract ReadOnlyMemory<byte> Ping { get; }

    /// <summary>The answer has begun: its first event was seen, which has no content yet.</summary>
    public bool Started { get; protected set; }

    /// <summary>An event of the answer's content, or a later one, was seen before any error: the commit point.</summary>
    public bool HasContent { get; private set; }

    /// <summary>Its last event was seen: the answer is whole.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Where the last event begins, in bytes from the stream's start; meaningless until it was seen.</summary>
    public long StoppedAt { get; private set; }

    /// <summary>What was fed so far ends with an event: something of one's own may be said here.</summary>
    public bool IsBetweenEvents => _position > 0 && _eventStart == _position && !_afterCarriageReturn;

    /// <summary>The id under which the provider keeps the answer; null when it does not, or has not said so yet.</summary>
    public string? MadeId { get; protected set; }

    /// <summary>What an event said of an error; null as long as there was none.</summary>
    public ErrorBody? Error { get; private set; }

    /// <summary>Null until an event brought figures.</summary>
    public Usage? Usage => _usage.Total;

    /// <summary>Estimated output tokens that came after the upstream's last figures, from the bytes of the deltas.</summary>
    public long UncountedTokens => _uncountedBytes / BytesOfToken;

    public void Feed(ReadOnlySpan<byte> piece)
    {
        var start = _position;
        var rest = piece;
        while (!rest.IsEmpty)
        {
            if (_afterCarriageReturn && rest[0] == '\n')
            {
                // Still the same line's end, and so still the event before.
                if (_eventStart == start + piece.Length - rest.Length)
                {
                    _eventStart++;
                }

                rest = rest[1..];
                _afterCarriageReturn = false;
                continue;
            }

            _afterCarriageReturn = false;
            var end = rest.IndexOfAny(LineEnds);
            TakePart(end < 0 ? rest : rest[..end]);
            if (end < 0)
            {
                break;
            }

            _afterCarriageReturn = rest[end] == '\r';
            rest = rest[(end + 1)..];
            EndLine(start + piece.Length - rest.Length);
        }

        _position = start + piece.Length;
    }

    public void Dispose()
    {
        _field.Dispose();
        _name.Dispose();
        _data.Dispose();
    }

    private void TakePart(ReadOnlySpan<byte> part)
    {
        while (!part.IsEmpty)
        {
            switch (_part)
            {
                case LinePart.FieldName:
                    var colon = part.IndexOf((byte)':');
                    AppendShort(_field, colon < 0 ? part : part[..colon]);
                    if (colon < 0)
                    {
                        return;
                    }

                    part = part[(colon + 1)..];
                    _part = ValueOf(_field.Span);
                    break;
                case LinePart.FirstOfName or LinePart.FirstOfData:
                    // One space after the colon is no part of the value.
                    part = part[0] == ' ' ? part[1..] : part;
                    _part = _part == LinePart.FirstOfName ? LinePart.Name : LinePart.Data;
                    break;
                case LinePart.Name:
                    AppendShort(_name, part);
                    return;
                case LinePart.Data:
                    TakeData(part);
                    return;
                default:
                    return;
            }
        }
    }

    private void TakeData(ReadOnlySpan<byte> part)
    {
        _dataBytes += part.Length;
        if (WantsData() && _data.Length + part.Length <= MaximumData)
        {
            _data.Append(part);
        }
    }

    // Names longer than any that is known need not be kept whole.
    private static void AppendShort(PooledBytes bytes, ReadOnlySpan<byte> part) =>
        bytes.Append(part[..Math.Min(part.Length, Math.Max(0, LongestName - bytes.Length))]);

    private LinePart ValueOf(ReadOnlySpan<byte> field)
    {
        if (field.SequenceEqual("data"u8))
        {
            BeginData();
            return LinePart.FirstOfData;
        }

        if (field.SequenceEqual("event"u8))
        {
            _name.Clear();
            return LinePart.FirstOfName;
        }

        return LinePart.Ignored;
    }

    private void BeginData()
    {
        if (_hasData && WantsData())
        {
            _data.Append("\n"u8);
        }

        _hasData = true;
    }

    // A name that is not known yet may still come: fields have no order.
    private bool WantsData() => _name.Length == 0 || Wants(_name.Span);

    /// <summary>Whether the data of such an event is read.</summary>
    protected abstract bool Wants(ReadOnlySpan<byte> name);

    /// <summary>An event has come whole.</summary>
    /// <param name="name">Empty when it has none; cut to 64 bytes.</param>
    /// <param name="data">Empty unless it is wanted.</param>
    /// <param name="dataBytes">Of the data, wanted or not.</param>
    protected abstract void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, long dataBytes);

    private void EndLine(long position)
    {
        var blank = _part == LinePart.FieldName && _field.Length == 0;
        if (_part == LinePart.FieldName && _field.Span.SequenceEqual("data"u8))
        {
            BeginData();
        }

        _field.Clear();
        _part = LinePart.FieldName;
        if (blank)
        {
            if (_hasData)
            {
                Take(_name.Span, _data.Span, _dataBytes);
            }

            _name.Clear();
            _data.Dispose(); // a stream has few events that are kept, and waits long between them
            (_hasData, _dataBytes) = (false, 0);
            _eventStart = position;
        }
    }

    /// <summary>An event of the content, or a later one.</summary>
    protected void TakeContent() => HasContent |= Error is null;

    /// <param name="bytes">About so much of it is text of the answer that no figures count yet.</param>
    protected void TakeDelta(long bytes)
    {
        TakeContent();
        _uncountedBytes += Math.Max(0, bytes);
    }

    /// <summary>The event has the figures of all that came before it.</summary>
    protected void TakeUsage(ReadOnlySpan<byte> data)
    {
        _uncountedBytes = 0;
        _usage.Take(data);
    }

    protected void TakeStop()
    {
        if (!Stopped)
        {
            TakeContent();
            (Stopped, StoppedAt) = (true, _eventStart);
        }
    }

    protected void TakeError(ReadOnlySpan<byte> data) => Error ??= ErrorBody.Read(data);
}
