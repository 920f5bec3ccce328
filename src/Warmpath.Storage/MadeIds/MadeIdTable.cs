using System.Text.Json;
using Warmpath.Routing;
using Warmpath.Routing.Fleet;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.MadeIds;

/// <summary>Which workspace made which id.</summary>
/// <remarks>
/// A row stays when what it names is deleted, so that its workspace can say so. What the provider keeps without end has rows without end: they are
/// small, and people make few. There may be one with every answer that OpenAI stores; those end.
/// </remarks>
internal sealed class MadeIdTable(StoreDatabase database)
{
    /// <summary>An id that is known already keeps its maker: ids are the provider's, and unique.</summary>
    public void Add(MadeId made) => database.Execute(
        $"""
        INSERT INTO made_ids (id, key, organization, workspace, at, until)
        VALUES ({made.Id}, {made.Maker.Key.Value}, {made.Maker.OrganizationId}, {made.Maker.WorkspaceId}, {made.At.ToUnixTimeMilliseconds()}, {made.Until?.ToUnixTimeMilliseconds()})
        ON CONFLICT (id) DO NOTHING
        """,
        Durability.Kill); // there may be one with every answer, and one that is lost is looked for

    /// <returns>Those that are known.</returns>
    public IReadOnlyDictionary<string, Maker> Find(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => database.Read(
        $"SELECT id, key, organization, workspace FROM made_ids WHERE id IN (SELECT value FROM json_each({JsonSerializer.Serialize(ids)}))",
        row => (Id: row.GetString(0), Maker: new Maker(new KeyId(row.GetString(1)), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3))),
        cancellationToken).ToDictionary(found => found.Id, found => found.Maker);

    /// <summary>Forgets what the provider keeps no longer.</summary>
    public void Prune(DateTimeOffset now) => database.Execute($"DELETE FROM made_ids WHERE until < {now.ToUnixTimeMilliseconds()}", Durability.Kill);

    public bool Any(CancellationToken cancellationToken) =>
        database.Read($"SELECT EXISTS (SELECT 1 FROM made_ids)", row => row.GetBoolean(0), cancellationToken).Single();
}
