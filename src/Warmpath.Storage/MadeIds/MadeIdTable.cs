using Warmpath.Routing;
using Warmpath.Routing.Fleet;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.MadeIds;

/// <summary>Which workspace made which id.</summary>
/// <remarks>
/// A row stays when what it names is deleted, so that its workspace can say so. What the provider keeps without end has rows without end: they are
/// small, and few a minute can be made.
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

    /// <returns>Null when it is not known.</returns>
    public Maker? Find(string id, CancellationToken cancellationToken) => database.Read(
        $"SELECT key, organization, workspace FROM made_ids WHERE id = {id}",
        row => new Maker(new KeyId(row.GetString(0)), row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2)),
        cancellationToken).SingleOrDefault();

    public bool Any(CancellationToken cancellationToken) =>
        database.Read($"SELECT EXISTS (SELECT 1 FROM made_ids)", row => row.GetBoolean(0), cancellationToken).Single();
}
