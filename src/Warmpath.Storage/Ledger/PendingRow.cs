namespace Warmpath.Storage.Ledger;

/// <summary>A row on its way into the database. Thread-safe.</summary>
internal sealed class PendingRow(LedgerRow row)
{
    private readonly TaskCompletionSource<bool> _durable = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LedgerRow Row => row;

    /// <summary>The row as its table has it, and the file.</summary>
    public RequestRow Columns { get; } = RequestRow.From(row);

    /// <summary>True once a kill of the process cannot take the row any more; false when it is lost.</summary>
    public Task<bool> Durable => _durable.Task;

    /// <summary>Known to be durable.</summary>
    public bool IsDurable => _durable.Task is { IsCompletedSuccessfully: true, Result: true };

    /// <summary>It is in the database, or never will be.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>It is in the file, for the next start if need be.</summary>
    public void Kept() => _durable.TrySetResult(true);

    /// <summary>It is in the database.</summary>
    public void Written() => Settle(true);

    /// <summary>It will never be in the database. If it was kept in the file before, who waited for it has gone on.</summary>
    public void Lost() => Settle(false);

    private void Settle(bool isWritten)
    {
        IsSettled = true;
        _durable.TrySetResult(isWritten);
    }
}
