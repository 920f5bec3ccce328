using Microsoft.EntityFrameworkCore;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Ledger;

/// <summary>What other ways of routing would have come to, by the hour.</summary>
internal sealed class CounterfactualTable(StoreDatabase database)
{
    /// <summary>Adds to what is there: all of them or none.</summary>
    public void Add(IReadOnlyCollection<CounterfactualHour> hours) => database.Use(
        connection =>
        {
            using var insert = new PreparedInsert<CounterfactualRow>(connection, "counterfactual_hours", CounterfactualRow.Merge);
            using var transaction = connection.BeginTransaction();
            foreach (var hour in hours)
            {
                insert.Execute(CounterfactualRow.From(hour));
            }

            transaction.Commit();
        },
        Durability.Kill);

    /// <summary>All whole hours (UTC) that the span touches, oldest first.</summary>
    public async Task<IReadOnlyList<CounterfactualHour>> ListAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var (first, end) = (HourRow.HourOf(from), to.ToUnixTimeMilliseconds());
        var rows = await database.ReadAsync(context => context.CounterfactualHours
            .Where(row => row.Hour >= first && row.Hour < end)
            .OrderBy(row => row.Hour).ThenBy(row => row.Way)
            .ToListAsync(cancellationToken));
        return rows.ConvertAll(row => row.ToHour());
    }
}
