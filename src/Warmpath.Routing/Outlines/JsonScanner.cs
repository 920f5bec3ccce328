using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace Warmpath.Routing.Outlines;

/// <summary>Walks JSON text (RFC 8259, strictly) forwards, value by value, and validates all that it passes.</summary>
/// <remarks>
/// <para>A value is due at the start, after <see cref="NextMember"/> and after <see cref="NextElement"/>; exactly one call must take it.
/// Nothing here recurses or throws, whatever the bytes: nesting costs one bit a level.</para>
/// <para>The first fault sticks: from then on the scanner stands at the end of the text, every question is answered with no, and loops end
/// by themselves. So a caller looks at <see cref="FaultAt"/> once, when it is through.</para>
/// <para>Bytes that are no UTF-8 stop nothing; <see cref="IsUtf8"/> tells of them. Names may repeat: the caller's to judge.</para>
/// </remarks>
internal ref struct JsonScanner(ReadOnlySpan<byte> json)
{
    private readonly ReadOnlySpan<byte> _json = json;

    // Just behind an opening bracket, where no comma is due.
    private bool _entered;

    /// <summary>Bytes passed; the length of the text after a fault.</summary>
    public int Position { get; private set; }

    /// <summary>Position of the first byte that does not fit, the length when the text ends too early; null while all is well.</summary>
    public int? FaultAt { get; private set; }

    /// <summary>Whether what was passed is UTF-8. Only strings are looked at, and only those that are not ASCII: other bytes have no place outside.</summary>
    public bool IsUtf8 { get; private set; } = true;

    /// <summary>Position of the comma before the current member or element; meaningless for the first.</summary>
    public int CommaAt { get; private set; }

    // No JSON text has a NUL outside of a string, where this is not asked: it can stand for the end.
    private readonly byte Current => At(Position);

    public readonly ReadOnlySpan<byte> Slice(int start, int end) => _json[start..end];

    /// <summary>Kind of the value that is due; <see cref="Position"/> is then its first byte.</summary>
    public JsonKind Peek()
    {
        SkipWhitespace();
        return JsonKinds.Of(Current);
    }

    /// <summary>Steps into an object; false, and nothing taken, when the value that is due is none.</summary>
    public bool EnterObject() => Enter(JsonKind.Object);

    /// <summary>Steps into an array; false, and nothing taken, when the value that is due is none.</summary>
    public bool EnterArray() => Enter(JsonKind.Array);

    /// <summary>Goes on to the value of the object's next member, just behind the colon; false when the object is over.</summary>
    public bool NextMember(out JsonText name)
    {
        name = default;
        if (!NextIn((byte)'}'))
        {
            return false;
        }

        SkipWhitespace();
        if (Current != (byte)'"')
        {
            return Fault(Position);
        }

        if (!TakeString(out name))
        {
            return false;
        }

        SkipWhitespace();
        if (Current != (byte)':')
        {
            return Fault(Position);
        }

        Position++;
        return true;
    }

    /// <summary>Goes on to the array's next element; false when the array is over.</summary>
    public bool NextElement() => NextIn((byte)']');

    /// <summary>Takes the value that is due, whatever it is.</summary>
    /// <returns>True, with the text, when it was a string.</returns>
    public bool TakeText(out JsonText text)
    {
        if (Peek() == JsonKind.String)
        {
            return TakeString(out text);
        }

        text = default;
        Skip();
        return false;
    }

    /// <summary>Takes the value that is due, whatever it is.</summary>
    /// <returns>Its bytes as they stand; none after a fault.</returns>
    public ReadOnlySpan<byte> Take()
    {
        SkipWhitespace();
        var start = Position;
        Skip();
        return FaultAt is null ? _json[start..Position] : default;
    }

    /// <summary>Passes the value that is due, however deep it is nested.</summary>
    public void Skip()
    {
        var kind = Peek();
        if (kind is not (JsonKind.Object or JsonKind.Array))
        {
            SkipScalar(kind);
            return;
        }

        var objects = default(BitStack); // one bit a level: object or array
        do
        {
            kind = Peek();
            if (kind is JsonKind.Object or JsonKind.Array)
            {
                Position++;
                _entered = true;
                objects.Push(kind == JsonKind.Object);
            }
            else
            {
                SkipScalar(kind);
            }

            // Out of all that ends here, to the next value inside.
            while (objects.Count > 0 && !(objects.Peek() ? NextMember(out _) : NextElement()))
            {
                objects.Pop();
            }
        }
        while (objects.Count > 0);
        objects.Dispose();
    }

    /// <summary>Checks that nothing but whitespace follows.</summary>
    public void End()
    {
        SkipWhitespace();
        if (Position < _json.Length)
        {
            Fault(Position);
        }
    }

    private bool Enter(JsonKind container)
    {
        if (Peek() != container)
        {
            return false;
        }

        Position++;
        return _entered = true;
    }

    private bool NextIn(byte close)
    {
        SkipWhitespace();
        var next = Current;
        if (next == close)
        {
            Position++;
            return _entered = false;
        }

        if (_entered)
        {
            _entered = false;
            return true;
        }

        if (next != (byte)',')
        {
            return Fault(Position);
        }

        CommaAt = Position++;
        return true;
    }

    private bool SkipScalar(JsonKind kind) => kind switch
    {
        JsonKind.String => TakeString(out _),
        JsonKind.Number => SkipNumber(),
        JsonKind.True => SkipLiteral("true"u8),
        JsonKind.False => SkipLiteral("false"u8),
        JsonKind.Null => SkipLiteral("null"u8),
        _ => Fault(Position),
    };

    private bool SkipLiteral(ReadOnlySpan<byte> literal)
    {
        var matching = _json[Position..].CommonPrefixLength(literal);
        Position += matching;
        return matching == literal.Length || Fault(Position);
    }

    private bool TakeString(out JsonText text)
    {
        var start = Position + 1;
        var end = JsonStringEnd.Find(_json, start, out var holds);
        if (end < 0)
        {
            text = default;
            return Fault(~end);
        }

        var raw = _json[start..end];
        if ((holds & StringContents.NonAscii) != 0)
        {
            CheckUtf8(raw);
        }

        Position = end + 1;
        text = new(raw, Position, (holds & StringContents.Escapes) != 0);
        return true;
    }

    // Apart from its caller, which is short for the many strings that do not need it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CheckUtf8(ReadOnlySpan<byte> text) => IsUtf8 &= Utf8.IsValid(text);

    private bool SkipNumber()
    {
        if (Current == (byte)'-')
        {
            Position++;
        }

        if (Current == (byte)'0')
        {
            Position++; // no other digit may follow a leading zero
        }
        else if (!SkipDigits())
        {
            return false;
        }

        if (Current == (byte)'.')
        {
            Position++;
            if (!SkipDigits())
            {
                return false;
            }
        }

        if (Current is (byte)'e' or (byte)'E')
        {
            Position++;
            if (Current is (byte)'+' or (byte)'-')
            {
                Position++;
            }

            return SkipDigits();
        }

        return true;
    }

    private bool SkipDigits()
    {
        var start = Position;
        while (char.IsAsciiDigit((char)Current))
        {
            Position++;
        }

        return Position > start || Fault(Position);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // most JSON has none
    private void SkipWhitespace()
    {
        if (Current <= (byte)' ')
        {
            SkipWhitespaces();
        }
    }

    private void SkipWhitespaces()
    {
        while (Current is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            Position++;
        }
    }

    private readonly byte At(int position) => (uint)position < (uint)_json.Length ? _json[position] : (byte)0;

    // Always false, so that a question can be answered with it.
    private bool Fault(int at)
    {
        FaultAt ??= at;
        Position = _json.Length;
        return false;
    }
}
