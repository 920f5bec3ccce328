using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Warmpath.Storage.Schema;

/// <summary>Sets the pragmas on the connections that EF opens.</summary>
internal sealed class PragmaInterceptor : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => SqlitePragmas.Set(connection, Durability.PowerCut);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData); // SQLite has no asynchronous calls
        return Task.CompletedTask;
    }
}
