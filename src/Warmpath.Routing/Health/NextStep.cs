namespace Warmpath.Routing.Health;

/// <summary>What the gateway does after a failed attempt that was not yet committed.</summary>
public enum NextStep : byte
{
    /// <summary>Decide again: another key, the same one after a wait, or a refusal.</summary>
    DecideAgain,

    /// <summary>The same attempt once more, after <see cref="Deciding.Attempt.PauseInPlace"/>: it stays open, and nobody is to blame yet.</summary>
    TryInPlace,

    /// <summary>The answer is about the client's own request: it goes back as it came.</summary>
    ReturnAnswer,
}
