using Microsoft.Data.Sqlite;
using Warmpath.Storage.Recordings;

namespace Warmpath.Storage.Ledger;

/// <summary>Commits batches of rows with all that is summed from them, and what is recorded beside them, in one transaction each. Not thread-safe.</summary>
/// <remarks>
/// Prepared statements, two to four a row. EF's change tracker would build, compare and forget an entity graph and new SQL text
/// for every batch: several times the price of the insert itself.
/// </remarks>
internal sealed class LedgerCommit : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly PreparedInsert<RequestRow> _request;
    private readonly PreparedInsert<LineageRow> _lineage;
    private readonly PreparedInsert<HourRow> _hour;
    private readonly PreparedInsert<OpenRow> _open;
    private readonly SqliteCommand _close;
    private readonly PreparedInsert<BlockRow> _block;
    private readonly PreparedInsert<RecordingRow> _recording;

    /// <summary>What the transaction at hand adds to each hour, client, key and model: the rows of a batch mostly share one.</summary>
    private readonly Dictionary<(long Hour, string Client, string Key, string Model), LedgerTotals> _hours = [];

    /// <summary>Requests with a row among the open ones. A request whose own row was dropped stays here: it ends as an interrupted one.</summary>
    private readonly HashSet<string> _noted = new(StringComparer.Ordinal);

    /// <param name="connection">Open, and owned from here on.</param>
    public LedgerCommit(SqliteConnection connection)
    {
        _connection = connection;
        _request = new(connection, "requests", "ON CONFLICT (id) DO NOTHING");
        _lineage = new(connection, "lineages", LineageRow.Merge);
        _hour = new(connection, "hours", HourRow.Merge);
        _open = new(connection, "open_requests", OpenRow.Merge);
        _close = _connection.CreateCommand();
        _close.CommandText = "DELETE FROM open_requests WHERE id = @id";
        _close.Parameters.Add(new SqliteParameter("@id", SqliteType.Text));
        _block = new(connection, "recorded_blocks", BlockRow.Merge);
        _recording = new(connection, "recordings", "");
    }

    /// <summary>All of them or none. A row whose id is known already changes nothing.</summary>
    /// <param name="open">Requests under way, as far as they are known.</param>
    /// <param name="recorded">Null: nothing.</param>
    public void Commit(IReadOnlyList<PendingRow> rows, IReadOnlyList<LedgerRow> open, RecordingBatch? recorded, DateTimeOffset now)
    {
        _hours.Clear(); // an earlier call may have failed half-way
        using var transaction = _connection.BeginTransaction();
        foreach (var row in open)
        {
            _open.Execute(OpenRow.From(row));
            _noted.Add(row.Id); // to delete what is not there costs nothing, should this fail
        }

        foreach (var row in rows)
        {
            Add(row.Row, row.Columns);
            if (_noted.Contains(row.Row.Id))
            {
                _close.Transaction = transaction;
                _close.Parameters[0].Value = row.Row.Id;
                _close.ExecuteNonQuery();
            }
        }

        AddHours();
        if (recorded is not null)
        {
            Add(recorded, now);
        }

        transaction.Commit();
        foreach (var row in rows)
        {
            _noted.Remove(row.Row.Id);
        }
    }

    /// <summary>Requests that a killed process left under way become rows that say so. Only when no program serves them any more.</summary>
    /// <param name="kept">Rows that it had acknowledged: the database may have them or not.</param>
    /// <param name="withOpen">False: those that were under way stay so.</param>
    /// <returns>How many were under way, and how many could not be read.</returns>
    public (int Settled, int Unreadable) Settle(IReadOnlyList<LedgerRow> kept, bool withOpen)
    {
        var left = withOpen ? Left() : [];
        if (left.Count == 0 && kept.Count == 0)
        {
            return (0, 0);
        }

        using var transaction = _connection.BeginTransaction();
        foreach (var row in kept)
        {
            Add(row, RequestRow.From(row));
        }

        var settled = left.OfType<LedgerRow>().Count(row => Add(row, RequestRow.From(row)));
        AddHours();
        if (withOpen)
        {
            using var clear = _connection.CreateCommand();
            (clear.Transaction, clear.CommandText) = (transaction, "DELETE FROM open_requests");
            clear.ExecuteNonQuery();
        }

        transaction.Commit();
        return (settled, left.Count(row => row is null));
    }

    public void Dispose()
    {
        _request.Dispose();
        _lineage.Dispose();
        _hour.Dispose();
        _open.Dispose();
        _close.Dispose();
        _block.Dispose();
        _recording.Dispose();
        _connection.Dispose();
    }

    private List<LedgerRow?> Left()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT id, request FROM open_requests";
        using var reader = command.ExecuteReader();
        var left = new List<LedgerRow?>();
        while (reader.Read())
        {
            left.Add(new OpenRow { Id = reader.GetString(0), Request = reader.GetString(1) }.ToLedgerRow());
        }

        return left;
    }

    /// <returns>False when it is there already.</returns>
    private bool Add(LedgerRow row, RequestRow columns)
    {
        if (!_request.Execute(columns))
        {
            return false;
        }

        if (LineageRow.From(row) is { } lineage)
        {
            _lineage.Execute(lineage);
        }

        var hour = (HourRow.HourOf(row.At), row.Client, row.Key ?? "", row.Model ?? "");
        _hours[hour] = _hours.GetValueOrDefault(hour) + LedgerTotals.Of(row);
        return true;
    }

    private void Add(RecordingBatch recorded, DateTimeOffset now)
    {
        foreach (var block in recorded.Blocks)
        {
            _block.Execute(BlockRow.From(block, now));
        }

        foreach (var request in recorded.Requests)
        {
            _recording.Execute(RecordingRow.From(request));
        }
    }

    private void AddHours()
    {
        foreach (var ((hour, client, key, model), totals) in _hours)
        {
            _hour.Execute(HourRow.From(hour, client, key, model, totals));
        }

        _hours.Clear();
    }
}
