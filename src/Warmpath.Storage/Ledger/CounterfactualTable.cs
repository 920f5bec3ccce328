using Microsoft.EntityFrameworkCore;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Ledger;

/// <summary>What other ways of routing would have come to, by the hour.</summary>
internal sealed class CounterfactualTable(StoreDatabase database)
{
    /// <summary>Adds to what is there: all of them or none.</summary>
    public Task AddAsync(IReadOnlyCollection<CounterfactualHour> hours, CancellationToken cancellationToken) => database.UseAsync(
        async context =>
        {
            await context.Database.OpenConnectionAsync(cancellationToken);
            using var insert = new PreparedInsert<CounterfactualRow>(context, CounterfactualRow.Merge);
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            foreach (var hour in hours)
            {
                insert.Execute(CounterfactualRow.From(hour));
            }

            await transaction.CommitAsync(cancellationToken);
            return hours.Count;
        },
        Durability.Kill);

    /// <summary>All whole hours (UTC) that the span touches, oldest first.</summary>
    public async Task<IReadOnlyList<CounterfactualHour>> ListAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var (first, end) = (HourRow.HourOf(from), to.ToUnixTimeMilliseconds());
        var rows = await database.UseAsync(context => context.CounterfactualHours
            .Where(row => row.Hour >= first && row.Hour < end)
            .OrderBy(row => row.Hour).ThenBy(row => row.Way)
            .ToListAsync(cancellationToken));
        return rows.ConvertAll(row => row.ToHour());
    }
}
