namespace Warmpath.Routing.Outlines;

/// <summary>What a JSON string holds besides plain ASCII.</summary>
[Flags]
internal enum StringContents : byte
{
    None = 0,

    /// <summary>A backslash.</summary>
    Escapes = 1,

    /// <summary>Bytes of 0x80 and above, which may or may not be UTF-8.</summary>
    NonAscii = 2,
}
