using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Ledger;

/// <summary>Commits batches of rows with all that is summed from them, in one transaction each. Not thread-safe.</summary>
/// <remarks>
/// Three prepared commands per row on EF's connection. EF's change tracker would build, compare and forget an entity graph and new SQL text
/// for every batch: several times the price of the insert itself, on the path that every answer waits for.
/// </remarks>
internal sealed class LedgerCommit : IDisposable
{
    private readonly StoreContext _context;
    private readonly DbConnection _connection;
    private readonly PreparedInsert<RequestRow> _request;
    private readonly PreparedInsert<LineageRow> _lineage;
    private readonly PreparedInsert<HourRow> _hour;

    /// <param name="context">Owned from here on; its connection is kept open.</param>
    public LedgerCommit(StoreContext context)
    {
        _context = context;
        context.Database.OpenConnection();
        _connection = context.Database.GetDbConnection();
        _request = new(context, "ON CONFLICT (id) DO NOTHING");
        _lineage = new(context, LineageRow.Merge);
        _hour = new(context, HourRow.Merge);
    }

    /// <summary>All of them or none. A row whose id is known already changes nothing.</summary>
    public void Commit(IEnumerable<LedgerRow> rows)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var row in rows)
        {
            if (!_request.Execute(transaction, RequestRow.From(row)))
            {
                continue;
            }

            if (LineageRow.From(row) is { } lineage)
            {
                _lineage.Execute(transaction, lineage);
            }

            _hour.Execute(transaction, HourRow.From(row));
        }

        transaction.Commit();
    }

    public void Dispose()
    {
        _request.Dispose();
        _lineage.Dispose();
        _hour.Dispose();
        _context.Dispose();
    }
}
