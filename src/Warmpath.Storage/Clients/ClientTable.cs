using System.Text.Json;
using Microsoft.EntityFrameworkCore;
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

    public Task AddAsync(StoredClient client, CancellationToken cancellationToken) => database.UseAsync(context =>
    {
        context.Clients.Add(ToRow(client));
        return context.SaveChangesAsync(cancellationToken);
    });

    public Task<bool> UpdateAsync(StoredClient client, CancellationToken cancellationToken) => database.UseAsync(async context =>
    {
        var row = ToRow(client);
        return await context.Clients.Where(stored => stored.Id == row.Id).ExecuteUpdateAsync(
            set => set
                .SetProperty(stored => stored.Name, row.Name)
                .SetProperty(stored => stored.TokenHash, row.TokenHash)
                .SetProperty(stored => stored.Hint, row.Hint)
                .SetProperty(stored => stored.Options, row.Options),
            cancellationToken) > 0;
    });

    public Task<bool> RemoveAsync(string id, CancellationToken cancellationToken) => database.UseAsync(async context =>
        await context.Clients.Where(stored => stored.Id == id).ExecuteDeleteAsync(cancellationToken) > 0);

    private static ClientRow ToRow(StoredClient client) => new()
    {
        Id = client.Id,
        Name = client.Name,
        TokenHash = client.TokenHash,
        Hint = client.Hint,
        Options = JsonSerializer.Serialize(client.Options, JsonSerializerOptions.Web),
        CreatedAt = client.CreatedAt.ToUnixTimeMilliseconds(),
    };
}
