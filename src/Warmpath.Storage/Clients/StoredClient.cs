namespace Warmpath.Storage.Clients;

/// <summary>A person or program that uses the gateway. Its virtual key is kept as a SHA-256 hash; 256 random bits need no more.</summary>
/// <param name="TokenHash">SHA-256 of the token's UTF-8 bytes: 32 bytes.</param>
/// <param name="Hint">The token's last four characters.</param>
public sealed record StoredClient(string Id, string Name, byte[] TokenHash, string Hint, ClientOptions Options, DateTimeOffset CreatedAt);
