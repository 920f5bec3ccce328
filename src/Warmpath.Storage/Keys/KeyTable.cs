using System.Text.Json;
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

    public void Add(StoredKey key) => database.Execute(
        $"""
        INSERT INTO keys (id, config, secret, hint, created_at)
        VALUES ({key.Config.Id.Value}, {Json(key.Config)}, {Sealed(key)}, {key.Hint}, {key.CreatedAt.ToUnixTimeMilliseconds()})
        """);

    /// <returns>False when there is no such key.</returns>
    public bool Update(StoredKey key) => database.Execute(
        $"UPDATE keys SET config = {Json(key.Config)}, secret = {Sealed(key)}, hint = {key.Hint} WHERE id = {key.Config.Id.Value}") > 0;

    /// <returns>False when there is no such key.</returns>
    public bool Remove(string id) => database.Execute($"DELETE FROM keys WHERE id = {id}") > 0;

    private static string Json(KeyConfig config) => JsonSerializer.Serialize(config, ConfigFormat);

    private byte[] Sealed(StoredKey key) => vault.Protect(key.Config.Id, key.Secret);

    private StoredKey ToKey(KeyRow row)
    {
        var config = JsonSerializer.Deserialize<KeyConfig>(row.Config, ConfigFormat)
            ?? throw new StoreException($"The key {row.Id} has no configuration in the database: remove it and add it anew.");
        return new(config, vault.Unprotect(config.Id, row.Secret), row.Hint, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt));
    }
}
