using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Warmpath.Storage.Schema;

/// <summary>Opens contexts on the one database, and turns its refusals into <see cref="StoreException"/>. Thread-safe.</summary>
internal sealed class StoreDatabase : IDisposable
{
    private readonly string _file;
    private readonly string _connectionString;
    private readonly DbContextOptions<StoreContext> _powerCut;
    private readonly DbContextOptions<StoreContext> _kill;

    public StoreDatabase(string file)
    {
        _file = file;
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadWrite, // the file was made before, with its mode
            DefaultTimeout = SqlitePragmas.BusySeconds,
        }.ToString();
        _powerCut = Options(Durability.PowerCut);
        _kill = Options(Durability.Kill);
    }

    public string File => _file;

    public StoreContext Open(Durability durability) => new(durability == Durability.Kill ? _kill : _powerCut);

    /// <summary>Runs the work in a context of its own.</summary>
    /// <exception cref="StoreException">The database refused.</exception>
    public async Task<T> UseAsync<T>(Func<StoreContext, Task<T>> work, Durability durability = Durability.PowerCut)
    {
        try
        {
            await using var context = Open(durability);
            return await work(context);
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

    private DbContextOptions<StoreContext> Options(Durability durability) =>
        new DbContextOptionsBuilder<StoreContext>()
            .UseSqlite(_connectionString)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .AddInterceptors(new SqlitePragmas(durability))
            .Options;
}
