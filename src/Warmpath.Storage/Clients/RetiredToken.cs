namespace Warmpath.Storage.Clients;

/// <summary>A virtual key that was rotated away and is accepted for a while longer, so that nobody has to change over at once.</summary>
/// <param name="Hash">SHA-256 of its UTF-8 bytes: 32 bytes.</param>
/// <param name="Until">UTC; from then on it is refused.</param>
public sealed record RetiredToken(byte[] Hash, DateTimeOffset Until);
