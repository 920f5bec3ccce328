using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Warmpath.Storage.Schema;

/// <summary>Opens the one database, and turns its refusals into <see cref="StoreException"/>. Thread-safe.</summary>
/// <remarks>
/// EF's model and first query cost a third of a second and 20 MB that stay, so whatever happens without a person asking is plain SQL, and so is all writing.
/// EF has the schema's design and the queries that are put together from what people ask for.
/// </remarks>
internal sealed class StoreDatabase : IDisposable
{
    private readonly string _file;
    private readonly string _connectionString;
    private DbContextOptions<StoreContext>? _options;

    public StoreDatabase(string file)
    {
        _file = file;
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadWrite, // the file was made before, with its mode
            DefaultTimeout = SqlitePragmas.BusySeconds,
        }.ToString();
    }

    public string File => _file;

    /// <summary>For reading.</summary>
    public StoreContext Open() => new(_options ??= Options()); // two made at once are alike

    /// <summary>An open connection.</summary>
    /// <exception cref="SqliteException">The database refused.</exception>
    public SqliteConnection Connect(Durability durability)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            SqlitePragmas.Set(connection, durability);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Reads in a context of its own.</summary>
    /// <exception cref="StoreException">The database refused.</exception>
    public async Task<T> ReadAsync<T>(Func<StoreContext, Task<T>> read)
    {
        try
        {
            await using var context = Open();
            return await read(context);
        }
        catch (Exception e) when (StoreTrouble.IsTrouble(e))
        {
            throw StoreTrouble.Explain(e, _file);
        }
    }

    /// <summary>Runs the work on a connection of its own. SQLite has no asynchronous calls.</summary>
    /// <exception cref="StoreException">The database refused.</exception>
    public void Use(Action<SqliteConnection> work, Durability durability = Durability.PowerCut)
    {
        try
        {
            using var connection = Connect(durability);
            work(connection);
        }
        catch (Exception e) when (StoreTrouble.IsTrouble(e))
        {
            throw StoreTrouble.Explain(e, _file);
        }
    }

    /// <summary>Runs a statement that changes rows.</summary>
    /// <param name="statement">Whatever is interpolated becomes a parameter.</param>
    /// <returns>How many rows it changed.</returns>
    /// <exception cref="StoreException">The database refused.</exception>
    public int Execute(FormattableString statement, Durability durability = Durability.PowerCut)
    {
        var changed = 0;
        Use(
            connection =>
            {
                using var command = Command(connection, statement);
                changed = command.ExecuteNonQuery();
            },
            durability);
        return changed;
    }

    /// <summary>What the query finds, row by row.</summary>
    /// <param name="query">Whatever is interpolated becomes a parameter.</param>
    /// <exception cref="StoreException">The database refused.</exception>
    public List<T> Read<T>(FormattableString query, Func<SqliteDataReader, T> read, CancellationToken cancellationToken)
    {
        var found = new List<T>();
        Use(connection =>
        {
            using var command = Command(connection, query);
            using var row = command.ExecuteReader();
            while (row.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                found.Add(read(row));
            }
        });
        return found;
    }

    /// <summary>The same for what is worked on one by one, and of which nothing is kept.</summary>
    /// <exception cref="StoreException">The database refused.</exception>
    public async Task ReadAsync(FormattableString query, Func<SqliteDataReader, Task> read, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = Connect(Durability.PowerCut);
            await using var command = Command(connection, query);
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
            {
                await read(row);
                if (!Thread.CurrentThread.IsThreadPoolThread)
                {
                    await Task.Yield(); // it may have written to a client, and come back on the thread that serves its socket
                }
            }
        }
        catch (Exception e) when (StoreTrouble.IsTrouble(e))
        {
            throw StoreTrouble.Explain(e, _file);
        }
    }

    /// <summary>Closes the idle connections, so that the last one folds the write-ahead log into the file.</summary>
    public void Dispose()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    internal static SqliteCommand Command(SqliteConnection connection, FormattableString query)
    {
        var command = connection.CreateCommand();
        var values = query.GetArguments();
        var names = new object[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            names[i] = string.Create(CultureInfo.InvariantCulture, $"@p{i}");
            command.Parameters.AddWithValue((string)names[i], values[i] ?? DBNull.Value);
        }

        command.CommandText = string.Format(CultureInfo.InvariantCulture, query.Format, names);
        return command;
    }

    private DbContextOptions<StoreContext> Options() =>
        new DbContextOptionsBuilder<StoreContext>()
            .UseSqlite(_connectionString)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .AddInterceptors(new PragmaInterceptor())
            .Options;
}
