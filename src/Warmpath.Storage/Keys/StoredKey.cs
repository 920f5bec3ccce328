using Warmpath.Routing.Fleet;

namespace Warmpath.Storage.Keys;

/// <summary>A provider key as kept: its configuration, and its secret in clear, which lives in memory alone.</summary>
/// <param name="Hint">What people may see of the secret: <c>sk-ant-…wxyz</c>.</param>
public sealed record StoredKey(KeyConfig Config, string Secret, string Hint, DateTimeOffset CreatedAt)
{
    /// <summary>Without the secret: a record's own text would show it in logs and exceptions.</summary>
    public override string ToString() => $"{Config.Id} {Config.Name} {Hint}";
}
