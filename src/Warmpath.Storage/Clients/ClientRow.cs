namespace Warmpath.Storage.Clients;

/// <summary>A client in the database.</summary>
internal sealed class ClientRow
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required byte[] TokenHash { get; init; }

    public required string Hint { get; init; }

    /// <summary><see cref="ClientOptions"/> as JSON.</summary>
    public required string Options { get; init; }

    public required long CreatedAt { get; init; }
}
