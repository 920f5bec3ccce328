using Microsoft.EntityFrameworkCore;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Events;

/// <summary>Events, ordered by their ids: a clock that steps back changes nothing.</summary>
internal sealed class EventTable(StoreDatabase database)
{
    // Several a second come in a storm of limits: none of them is worth waiting for the disk.
    public void Add(StoredEvent happened) => database.Execute(
        $"""
        INSERT INTO events (at, kind, subject, text, actor)
        VALUES ({happened.At.ToUnixTimeMilliseconds()}, {happened.Kind}, {happened.Subject}, {happened.Text}, {happened.Actor})
        """,
        Durability.Kill);

    public async Task<IReadOnlyList<StoredEvent>> ListAsync(
        long? after, int limit, IReadOnlyCollection<string> kinds, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(context =>
        {
            IQueryable<EventRow> events = context.Events;
            events = after is { } id ? events.Where(row => row.Id < id) : events;
            events = kinds.Count > 0 ? events.Where(row => kinds.Contains(row.Kind)) : events;
            return events.OrderByDescending(row => row.Id).Take(limit).ToListAsync(cancellationToken);
        });
        return rows.ConvertAll(row => new StoredEvent(
            row.Id, DateTimeOffset.FromUnixTimeMilliseconds(row.At), row.Kind, row.Subject, row.Text, row.Actor));
    }
}
