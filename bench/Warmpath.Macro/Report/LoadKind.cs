namespace Warmpath.Macro.Report;

internal enum LoadKind
{
    /// <summary>Requests as fast as they are answered.</summary>
    Closed,

    /// <summary>Requests at a fixed rate.</summary>
    Open,

    /// <summary>Streams that stay open.</summary>
    Streams,
}
