namespace Warmpath.Storage.Keys;

/// <summary>A provider key in the database.</summary>
internal sealed class KeyRow
{
    public required string Id { get; init; }

    /// <summary>The <see cref="Routing.Fleet.KeyConfig"/> as JSON, so that a new field of it needs no new column.</summary>
    public required string Config { get; init; }

    /// <summary>The secret, encrypted (<see cref="Secrets.SecretVault"/>).</summary>
    public required byte[] Secret { get; init; }

    public required string Hint { get; init; }

    public required long CreatedAt { get; init; }
}
