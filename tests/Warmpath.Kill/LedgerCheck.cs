using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Warmpath.Kill;

/// <summary>Compares what clients saw with what the database of a restarted gateway holds.</summary>
internal static class LedgerCheck
{
    private sealed record Row(string End, bool HasTokens);

    /// <param name="killedAt">Since the start of the round.</param>
    /// <param name="notedAfter">A request that began so long before the kill is never missing.</param>
    /// <returns>What is wrong, and how many of the requests are there as interrupted.</returns>
    public static (IReadOnlyList<string> Faults, int Interrupted) Run(string file, IReadOnlyCollection<Seen> seen, TimeSpan killedAt, TimeSpan notedAfter)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        var faults = new List<string>();
        if (Scalar(connection, "PRAGMA integrity_check") is not "ok")
        {
            faults.Add("the database fails its integrity check");
        }

        var rows = Rows(connection);
        foreach (var request in seen)
        {
            faults.AddRange(Check(request, rows.GetValueOrDefault(request.Session, []), killedAt - notedAfter, killedAt));
        }

        None("open_requests still holds rows", "SELECT count(*) FROM open_requests");
        None("hours disagree with the rows", """
            SELECT count(*) FROM (
                SELECT count(*) AS n, sum(coalesce(input, 0)) AS i, sum(coalesce(output, 0)) AS o, sum(coalesce(cache_read, 0)) AS r, sum(cost_nanodollars) AS c FROM requests
                EXCEPT SELECT sum(requests), sum(input), sum(output), sum(cache_read), sum(cost_nanodollars) FROM hours)
            """);
        None("lineages disagree with the rows", """
            SELECT count(*) FROM (
                SELECT lineage, count(*) AS n, sum(cost_nanodollars) AS c FROM requests WHERE lineage IS NOT NULL GROUP BY lineage
                EXCEPT SELECT lineage, requests, cost_nanodollars FROM lineages)
            """);
        return (faults, seen.Count(request => rows.TryGetValue(request.Session, out var own) && own[0].End == "Interrupted"));

        void None(string fault, string count)
        {
            if (Convert.ToInt64(Scalar(connection, count), CultureInfo.InvariantCulture) != 0)
            {
                faults.Add(fault);
            }
        }
    }

    private static IEnumerable<string> Check(Seen request, IReadOnlyList<Row> rows, TimeSpan notedUntil, TimeSpan killedAt)
    {
        if (rows.Count > 1)
        {
            yield return $"{request.Session} is there {rows.Count} times";
        }

        if (request.Whole && rows is not [{ End: "Complete" }])
        {
            yield return $"{request.Session} was seen whole and is there as {(rows.Count == 0 ? "nothing" : rows[0].End)}";
        }

        if (!request.Whole && rows.Count == 0 && request.Sent < notedUntil)
        {
            yield return $"{request.Session} was under way for {killedAt - request.Sent} and is missing";
        }

        if (request.Began is { } began && began < notedUntil && rows is [{ HasTokens: false }])
        {
            yield return $"{request.Session} had named its tokens {killedAt - began} before, and they are missing";
        }
    }

    private static Dictionary<string, List<Row>> Rows(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT session, end_state, input IS NOT NULL FROM requests";
        using var reader = command.ExecuteReader();
        var rows = new Dictionary<string, List<Row>>(StringComparer.Ordinal);
        while (reader.Read())
        {
            rows.TryAdd(reader.GetString(0), []);
            rows[reader.GetString(0)].Add(new(reader.GetString(1), reader.GetBoolean(2)));
        }

        return rows;
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
