using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Warmpath.Storage.Tests;

/// <summary>A real SQLite file in a folder of its own, for each test anew.</summary>
public abstract class StoreTest : IDisposable
{
    protected static readonly CancellationToken None = CancellationToken.None;

    protected TempFolder Folder { get; } = new();

    protected FakeTimeProvider Time { get; } = new(Some.Now);

    protected Task<WarmpathStore> OpenAsync(string? masterKey = null, string? folder = null, ILoggerFactory? loggers = null) =>
        WarmpathStore.OpenAsync(new(folder ?? Folder.Data, masterKey), Time, loggers ?? NullLoggerFactory.Instance, None);

    /// <summary>Runs the statements on a connection beside the store; returns the last one's first value.</summary>
    protected object? Sql(string statements, string? file = null)
    {
        using var connection = new SqliteConnection($"Data Source={file ?? Folder.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statements;
        return command.ExecuteScalar();
    }

    protected long Count(string table) => Convert.ToInt64(Sql($"SELECT count(*) FROM {table}"), CultureInfo.InvariantCulture);

    /// <summary>Waits for another thread, for 20 s at most; time goes on by so much with every look.</summary>
    protected async Task UntilAsync(Func<bool> reached, TimeSpan advance = default)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!reached())
        {
            limit.Token.ThrowIfCancellationRequested();
            Time.Advance(advance);
            await Task.Yield();
        }
    }

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
