using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Ledger;

/// <summary>An <c>INSERT</c> of one entity, its columns taken from the model, prepared once on a connection. Not thread-safe.</summary>
internal sealed class PreparedInsert<T> : IDisposable
    where T : class
{
    private readonly DbCommand _command;
    private readonly (PropertyInfo Property, DbParameter Parameter)[] _columns;

    /// <param name="onConflict">The statement's end: what to do with a row that is there already.</param>
    public PreparedInsert(StoreContext context, string onConflict)
    {
        var entity = context.Model.FindEntityType(typeof(T)) ?? throw new ArgumentException($"{typeof(T)} has no table.");
        var properties = entity.GetProperties().Where(property => property.ValueGenerated == ValueGenerated.Never).ToArray();
        _command = context.Database.GetDbConnection().CreateCommand();
        _columns = Array.ConvertAll(properties, Bind);
        var names = properties.Select(property => $"\"{property.GetColumnName()}\"");
        var places = _columns.Select(column => column.Parameter.ParameterName);
        _command.CommandText =
            $"INSERT INTO {entity.GetTableName()} ({string.Join(", ", names)}) VALUES ({string.Join(", ", places)}) {onConflict}";
    }

    /// <returns>False when the row was there already and stayed as it was.</returns>
    public bool Execute(DbTransaction transaction, T row)
    {
        _command.Transaction = transaction;
        foreach (var (property, parameter) in _columns)
        {
            parameter.Value = property.GetValue(row) ?? DBNull.Value;
        }

        return _command.ExecuteNonQuery() > 0;
    }

    public void Dispose() => _command.Dispose();

    private (PropertyInfo, DbParameter) Bind(IProperty property)
    {
        var parameter = _command.CreateParameter();
        parameter.ParameterName = "@" + property.GetColumnName();
        _command.Parameters.Add(parameter);
        return (property.PropertyInfo!, parameter); // every mapped property of a row is one in C#
    }
}
