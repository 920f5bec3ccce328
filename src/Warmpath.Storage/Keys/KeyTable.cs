using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Warmpath.Routing.Fleet;
using Warmpath.Storage.Schema;
using Warmpath.Storage.Secrets;

namespace Warmpath.Storage.Keys;

/// <summary>Provider keys, their secrets encrypted on the way in and decrypted on the way out.</summary>
internal sealed class KeyTable(StoreDatabase database, SecretVault vault)
{
    private static readonly JsonSerializerOptions ConfigFormat = new(JsonSerializerDefaults.Web) { Converters = { new KeyIdJson() } };

    /// <summary>In the order of their making.</summary>
    /// <exception cref="StoreException">Also when a secret cannot be decrypted; names the key.</exception>
    public IReadOnlyList<StoredKey> List(CancellationToken cancellationToken) => database.Read(
        $"SELECT id, config, secret, hint, created_at FROM keys ORDER BY created_at, id",
        row => ToKey(new()
        {
            Id = row.GetString(0), Config = row.GetString(1), Secret = row.GetFieldValue<byte[]>(2), Hint = row.GetString(3), CreatedAt = row.GetInt64(4),
        }),
        cancellationToken);

    public Task AddAsync(StoredKey key, CancellationToken cancellationToken) => database.UseAsync(context =>
    {
        context.Keys.Add(ToRow(key));
        return context.SaveChangesAsync(cancellationToken);
    });

    public Task<bool> UpdateAsync(StoredKey key, CancellationToken cancellationToken) => database.UseAsync(async context =>
    {
        var row = ToRow(key);
        return await context.Keys.Where(stored => stored.Id == row.Id).ExecuteUpdateAsync(
            set => set
                .SetProperty(stored => stored.Config, row.Config)
                .SetProperty(stored => stored.Secret, row.Secret)
                .SetProperty(stored => stored.Hint, row.Hint),
            cancellationToken) > 0;
    });

    public Task<bool> RemoveAsync(string id, CancellationToken cancellationToken) => database.UseAsync(async context =>
        await context.Keys.Where(stored => stored.Id == id).ExecuteDeleteAsync(cancellationToken) > 0);

    private KeyRow ToRow(StoredKey key) => new()
    {
        Id = key.Config.Id.Value,
        Config = JsonSerializer.Serialize(key.Config, ConfigFormat),
        Secret = vault.Protect(key.Config.Id, key.Secret),
        Hint = key.Hint,
        CreatedAt = key.CreatedAt.ToUnixTimeMilliseconds(),
    };

    private StoredKey ToKey(KeyRow row)
    {
        var config = JsonSerializer.Deserialize<KeyConfig>(row.Config, ConfigFormat)
            ?? throw new StoreException($"The key {row.Id} has no configuration in the database: remove it and add it anew.");
        return new(config, vault.Unprotect(config.Id, row.Secret), row.Hint, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt));
    }
}
