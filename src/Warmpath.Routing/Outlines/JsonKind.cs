namespace Warmpath.Routing.Outlines;

/// <summary>What a JSON value is, told by its first byte.</summary>
internal enum JsonKind : byte
{
    /// <summary>No value begins here: a stray character, or the end of the text.</summary>
    None,
    Object,
    Array,
    String,
    Number,
    True,
    False,
    Null,
}
