using System.ComponentModel.DataAnnotations.Schema;
using System.Reflection;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Ledger;

/// <summary>An <c>INSERT</c> of rows of one type, whose properties are the columns, prepared once on a connection. Not thread-safe.</summary>
/// <remarks>
/// It speaks to SQLite itself: ADO.NET looks up the name of every parameter and boxes every value at each execution, which for the ledger's
/// eighty columns a request took as long as SQLite's own work.
/// </remarks>
internal sealed class PreparedInsert<T> : IDisposable
    where T : class
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly Func<sqlite3_stmt, T, int>[] _columns;

    /// <param name="connection">Open, and stays so.</param>
    /// <param name="onConflict">The statement's end: what to do with a row that is there already.</param>
    public PreparedInsert(SqliteConnection connection, string table, string onConflict)
    {
        var properties = Array.FindAll(typeof(T).GetProperties(), property => !property.IsDefined(typeof(DatabaseGeneratedAttribute)));
        _database = connection.Handle ?? throw new ArgumentException("The connection is closed.");
        _columns = [.. properties.Select((property, index) => Bind(property, index + 1))];
        Names = [.. properties.Select(property => Columns.NameOf(property.Name))];
        Check(raw.sqlite3_prepare_v2(
            _database,
            $"INSERT INTO {table} (\"{string.Join("\", \"", Names)}\") VALUES ({string.Join(", ", Names.Select(_ => "?"))}) {onConflict}",
            out _statement));
    }

    /// <summary>Of the columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Inserts the row, within the transaction that the connection is in.</summary>
    /// <returns>False when the row was there already and stayed as it was.</returns>
    /// <exception cref="SqliteException">The database refused.</exception>
    public bool Execute(T row)
    {
        try
        {
            foreach (var bind in _columns)
            {
                Check(bind(_statement, row));
            }

            Check(raw.sqlite3_step(_statement));
            return raw.sqlite3_changes(_database) > 0;
        }
        finally
        {
            raw.sqlite3_reset(_statement); // says again what the step said
        }
    }

    public void Dispose() => _statement.Dispose();

    private static Func<sqlite3_stmt, T, int> Bind(PropertyInfo property, int place)
    {
        var type = property.PropertyType;
        return type == typeof(string) ? Column<string?>(property, (statement, value) => SqliteText.Bind(statement, place, value))
            : type == typeof(byte[]) ? Column<byte[]?>(property, (statement, value) =>
                value is null ? raw.sqlite3_bind_null(statement, place) : raw.sqlite3_bind_blob(statement, place, value))
            : type == typeof(long) ? Column<long>(property, (statement, value) => raw.sqlite3_bind_int64(statement, place, value))
            : type == typeof(int) ? Column<int>(property, (statement, value) => raw.sqlite3_bind_int64(statement, place, value))
            : type == typeof(bool) ? Column<bool>(property, (statement, value) => raw.sqlite3_bind_int64(statement, place, value ? 1 : 0))
            : type == typeof(long?) ? Column<long?>(property, (statement, value) =>
                value is { } number ? raw.sqlite3_bind_int64(statement, place, number) : raw.sqlite3_bind_null(statement, place))
            : type == typeof(int?) ? Column<int?>(property, (statement, value) =>
                value is { } number ? raw.sqlite3_bind_int64(statement, place, number) : raw.sqlite3_bind_null(statement, place))
            : type == typeof(double?) ? Column<double?>(property, (statement, value) =>
                value is { } number ? raw.sqlite3_bind_double(statement, place, number) : raw.sqlite3_bind_null(statement, place))
            : throw new NotSupportedException($"A column of type {type} has no binding yet.");
    }

    private static Func<sqlite3_stmt, T, int> Column<TValue>(PropertyInfo property, Func<sqlite3_stmt, TValue, int> bind)
    {
        var get = property.GetMethod!.CreateDelegate<Func<T, TValue>>(); // a mapped property can be read
        return (statement, row) => bind(statement, get(row));
    }

    private void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_DONE))
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }
    }
}
