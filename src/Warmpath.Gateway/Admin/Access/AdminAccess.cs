using System.Collections.Immutable;
using System.Security.Cryptography;
using Warmpath.Gateway.Clients;
using Warmpath.Storage;

namespace Warmpath.Gateway.Admin.Access;

/// <summary>Which tokens open the admin API. Only their hashes are kept.</summary>
public sealed class AdminAccess(WarmpathStore store)
{
    private const string HashName = "admin-token-hash";

    private ImmutableArray<byte[]> _accepted = [];

    /// <summary>Compares with every accepted token, in a time that does not depend on the answer.</summary>
    public bool Accepts(string token)
    {
        var hash = ClientToken.Hash(token);
        var accepts = false;
        foreach (var accepted in _accepted)
        {
            accepts |= CryptographicOperations.FixedTimeEquals(hash, accepted);
        }

        return accepts;
    }

    /// <summary>A name for the token that does not tell it, for what is opened by it; null for a token that is not accepted.</summary>
    public string? MarkOf(string token) => Accepts(token) ? MarkOf(ClientToken.Hash(token)) : null;

    /// <summary>True as long as the token of that mark is accepted.</summary>
    public bool Honours(string mark) => _accepted.Any(hash => MarkOf(hash) == mark);

    /// <summary>Accepts one more token while this process lives; nothing of it is stored.</summary>
    public void AcceptForNow(string token) =>
        ImmutableInterlocked.Update(ref _accepted, accepted => accepted.Add(ClientToken.Hash(token)));

    /// <summary>Puts the gateway's admin token in force: the one given, else the one of earlier starts, else a new one.</summary>
    /// <param name="given">By option or environment; takes the place of any earlier one.</param>
    /// <returns>The token when it was made here, to be shown this once; else null.</returns>
    public async Task<string?> OpenAsync(string? given, CancellationToken cancellationToken)
    {
        var kept = await store.GetValueAsync(HashName, cancellationToken);
        var made = given is null && kept is null ? ClientToken.NewAdminToken() : null;
        if ((given ?? made) is { } token && ClientToken.Hash(token) is var hash && kept?.AsSpan().SequenceEqual(hash) != true)
        {
            kept = hash;
            await store.SetValueAsync(HashName, kept, cancellationToken);
        }

        ImmutableInterlocked.Update(ref _accepted, accepted => accepted.Add(kept!));
        return made;
    }

    private static string MarkOf(byte[] hash) => Convert.ToHexStringLower(SHA256.HashData(hash).AsSpan(0, 16));
}
