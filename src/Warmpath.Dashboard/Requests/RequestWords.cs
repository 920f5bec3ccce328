using Warmpath.Gateway.Admin;
using Warmpath.Storage.Ledger;

namespace Warmpath.Dashboard.Requests;

/// <summary>What the ledger keeps as single words, as a person reads it.</summary>
internal static class RequestWords
{
    public static string Ending(EndState end) => end switch
    {
        EndState.Complete => "answered",
        EndState.Error => "error",
        EndState.Truncated => "broken off by the provider",
        EndState.ClientCancelled => "client left",
        _ => "gateway stopped",
    };

    /// <summary>One word of <c>x-warmpath-decision</c>.</summary>
    public static string Decision(string word) => word switch
    {
        "sticky" => "at home",
        "placed" => "given a home",
        "migrated" => "moved",
        "failed-over" => "failed over",
        "waited" => "held",
        _ => word,
    };

    /// <summary>Whether it is a prompt, told by its model.</summary>
    public static bool HasPrompt(LedgerRow row) => row.Kind is "messages" or "responses" or "chat" or "embeddings";

    /// <summary>Which call of a provider's API it was.</summary>
    public static string Kind(LedgerRow row) => row.Kind.Replace('_', ' ');

    public static IEnumerable<string> Decisions(string decision) => decision.Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The look of a decision's tag.</summary>
    public static string Tone(string word) => word switch
    {
        "sticky" => "good",
        "migrated" or "failed-over" or "waited" => "warn",
        _ => "",
    };

    /// <summary>How one upstream try ended: the ledger's word, or the provider's own.</summary>
    public static string Outcome(LedgerAttempt attempt) => (attempt.Outcome, attempt.Status) switch
    {
        ("ok", _) => "answered",
        ("cancelled", _) => "the client left",
        ("truncated", _) => "broke off",
        ("opaque", _) => "answered, in an encoding that is not read here",
        ("no_connection", _) => "no connection",
        ("reset", _) => "connection reset",
        ("first_byte_timeout", _) => "no first byte in time",
        (_, 429) => "rate limited",
        (_, 529) => "overloaded",
        (null, null) => "no answer",
        var (outcome, _) => Plain.Line(outcome),
    };

    /// <summary>The answer as the client saw it, in one word or two.</summary>
    public static string Answer(LedgerRow row) => row.End == EndState.Complete ? "answered"
        : row is { End: EndState.Error, Status: > 0 } ? $"{row.Status}{(row.ErrorType is { } type ? $" {Plain.Line(type)}" : "")}"
        : Ending(row.End);

    public static string EndTone(EndState end) => end switch
    {
        EndState.Complete => "",
        EndState.ClientCancelled => "",
        _ => "bad",
    };
}
