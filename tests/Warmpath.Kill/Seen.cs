namespace Warmpath.Kill;

/// <summary>One request as its client saw it.</summary>
/// <param name="Session">Its own: the ledger's row is found by it.</param>
/// <param name="Sent">When it was sent, since the round's start.</param>
public sealed record Seen(string Session, TimeSpan Sent)
{
    /// <summary>When the first bytes of the answer's body came; null when none did.</summary>
    public TimeSpan? Began { get; set; }

    /// <summary><c>message_stop</c> and a clean end of body came.</summary>
    public bool Whole { get; set; }

    /// <summary>The status, where headers came.</summary>
    public int? Status { get; set; }
}
