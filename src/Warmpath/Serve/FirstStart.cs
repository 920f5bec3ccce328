namespace Warmpath.Serve;

/// <summary>Secrets that were made at this start, to be shown this once; null what is not new.</summary>
/// <param name="VirtualKey">The first client's.</param>
public sealed record FirstStart(string? AdminToken, string? VirtualKey)
{
    /// <summary>Without the secrets: a record's own text would show them in logs and exceptions.</summary>
    public override string ToString() => nameof(FirstStart);
}
