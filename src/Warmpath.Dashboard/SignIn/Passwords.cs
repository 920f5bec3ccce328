using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Warmpath.Storage;

namespace Warmpath.Dashboard.SignIn;

/// <summary>The passwords that open the dashboard beside the admin token: one to change things, one to look. Only slow salted hashes are kept.</summary>
public sealed class Passwords(WarmpathStore store) : IDisposable
{
    /// <summary>Fewest characters of a password.</summary>
    public const int Shortest = 12;

    private const string ValueName = "dashboard-passwords";

    // PBKDF2 with HMAC-SHA-512; the count is OWASP's (Password Storage Cheat Sheet, 2025).
    private static readonly PasswordHasher<string> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));

    private readonly SemaphoreSlim _checking = new(1, 1);
    private volatile Dictionary<string, string> _hashes = [];

    public event Action? Changed;

    /// <summary>Takes over what the store holds. Call once, before the first request.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (await store.GetValueAsync(ValueName, cancellationToken) is { } stored)
        {
            _hashes = JsonSerializer.Deserialize<Dictionary<string, string>>(stored)!; // written by SetAsync, never null
        }
    }

    public bool IsSet(string role) => _hashes.ContainsKey(role);

    /// <summary>Sets or, with null, takes away the password of a role. Its sessions end.</summary>
    /// <param name="role">One of <see cref="Roles"/>.</param>
    /// <param name="password">At least <see cref="Shortest"/> characters; not that of the other role.</param>
    public async Task SetAsync(string role, string? password, CancellationToken cancellationToken)
    {
        var hashes = new Dictionary<string, string>(_hashes);
        hashes.Remove(role);
        if (password is not null)
        {
            hashes[role] = Hasher.HashPassword(role, password);
        }

        await store.SetValueAsync(ValueName, hashes.Count == 0 ? null : JsonSerializer.SerializeToUtf8Bytes(hashes), cancellationToken);
        _hashes = hashes;
        Changed?.Invoke();
    }

    /// <summary>Slow on purpose, a tenth of a second or so for each password that is set, and one at a time: guessing takes no more than one core.</summary>
    /// <returns>The role that the password opens, and the mark of the sessions that it makes; null for a wrong one.</returns>
    internal async Task<(string Role, string Mark)?> FindAsync(string password, CancellationToken cancellationToken)
    {
        var hashes = _hashes;
        if (hashes.Count == 0)
        {
            return null;
        }

        await _checking.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Find(hashes, password), cancellationToken);
        }
        finally
        {
            _checking.Release();
        }
    }

    internal bool Honours(string mark, string? role) => role is not null && _hashes.TryGetValue(role, out var hash) && MarkOf(hash) == mark;

    public void Dispose() => _checking.Dispose();

    private static (string Role, string Mark)? Find(Dictionary<string, string> hashes, string password)
    {
        foreach (var (role, hash) in hashes)
        {
            if (Hasher.VerifyHashedPassword(role, hash, password) != PasswordVerificationResult.Failed)
            {
                return (role, MarkOf(hash));
            }
        }

        return null;
    }

    private static string MarkOf(string hash) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(hash)).AsSpan(0, 16));
}
