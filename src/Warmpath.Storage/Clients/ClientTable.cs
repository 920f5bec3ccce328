using System.Text.Json;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Clients;

/// <summary>Clients, known by the hash of their token.</summary>
internal sealed class ClientTable(StoreDatabase database)
{
    /// <summary>In the order of their making.</summary>
    public IReadOnlyList<StoredClient> List(CancellationToken cancellationToken) => database.Read(
        $"SELECT id, name, token_hash, hint, options, created_at FROM clients ORDER BY created_at, id",
        row => new StoredClient(
            row.GetString(0),
            row.GetString(1),
            row.GetFieldValue<byte[]>(2),
            row.GetString(3),
            JsonSerializer.Deserialize<ClientOptions>(row.GetString(4), JsonSerializerOptions.Web) ?? new(),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5))),
        cancellationToken);

    public void Add(StoredClient client) => database.Execute(
        $"""
        INSERT INTO clients (id, name, token_hash, hint, options, created_at)
        VALUES ({client.Id}, {client.Name}, {client.TokenHash}, {client.Hint}, {Json(client.Options)}, {client.CreatedAt.ToUnixTimeMilliseconds()})
        """);

    /// <returns>False when there is no such client.</returns>
    public bool Update(StoredClient client) => database.Execute(
        $"""
        UPDATE clients SET name = {client.Name}, token_hash = {client.TokenHash}, hint = {client.Hint}, options = {Json(client.Options)}
        WHERE id = {client.Id}
        """) > 0;

    /// <returns>False when there is no such client.</returns>
    public bool Remove(string id) => database.Execute($"DELETE FROM clients WHERE id = {id}") > 0;

    private static string Json(ClientOptions options) => JsonSerializer.Serialize(options, JsonSerializerOptions.Web);
}
