namespace Warmpath.Dashboard.Lineages;

/// <summary>What a mark on a lane says.</summary>
public enum MarkKind : byte
{
    /// <summary>The gateway held the request for a second or more.</summary>
    Wait,

    /// <summary>Served away from its home.</summary>
    Move,

    /// <summary>Tokens that had been cached were paid anew.</summary>
    Miss,

    /// <summary>The client did not receive the answer whole.</summary>
    Failure,
}
