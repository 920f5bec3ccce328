using System.Globalization;
using Microsoft.AspNetCore.Http;
using Warmpath.Gateway.Admin.Bodies;
using Warmpath.Routing.Misses;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Admin.Requests;

/// <summary>What narrows a list of requests, as it stands in a query string; those given must all hold.</summary>
public sealed record LedgerFilters
{
    public string? After { get; init; }

    public string? Limit { get; init; }

    public string? Session { get; init; }

    public string? Lineage { get; init; }

    /// <summary>Id of the key that answered.</summary>
    public string? Key { get; init; }

    /// <summary>Id of the client.</summary>
    public string? Client { get; init; }

    public string? Model { get; init; }

    /// <summary>Id of the organization that answered.</summary>
    public string? Organization { get; init; }

    /// <summary>A word of <c>x-warmpath-decision</c>.</summary>
    public string? Decision { get; init; }

    /// <summary>How it ended: <c>complete</c>, <c>error</c>, <c>truncated</c>, <c>client_cancelled</c>, <c>interrupted</c>.</summary>
    public string? End { get; init; }

    /// <summary>A cause, such as <c>expired</c>.</summary>
    public string? Miss { get; init; }

    /// <summary>ISO 8601; arrived then or later.</summary>
    public string? From { get; init; }

    /// <summary>ISO 8601; arrived before.</summary>
    public string? To { get; init; }

    /// <summary>The words of <c>x-warmpath-decision</c>.</summary>
    public static IReadOnlyList<string> Decisions { get; } = ["sticky", "placed", "migrated", "failed-over", "waited"];

    /// <summary>The query that they stand for; what cannot be read is added to the faults.</summary>
    public LedgerQuery Read(Faults faults)
    {
        var query = new LedgerQuery(Paging.After(After, faults), Paging.Limit(Limit, faults), Text(Session), Text(Key), Text(Lineage))
        {
            Client = Text(Client),
            Model = Text(Model),
            Organization = Text(Organization),
            Decision = ReadDecision(faults),
            End = ReadName<EndState>("end", End, faults),
            Miss = ReadName<MissCause>("miss", Miss, faults),
            From = ReadTime("from", From, faults),
            To = ReadTime("to", To, faults),
        };
        if (query.From > query.To)
        {
            faults.Add("from", "must not be after to");
        }

        return query;
    }

    /// <summary>With its question mark; empty when nothing is given.</summary>
    public QueryString ToQueryString() => QueryString.Create(
        Fields().Where(field => !string.IsNullOrEmpty(field.Value)).Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private IEnumerable<(string Name, string? Value)> Fields() =>
    [
        ("after", After), ("limit", Limit), ("session", Session), ("lineage", Lineage), ("key", Key), ("client", Client), ("model", Model),
        ("organization", Organization), ("decision", Decision), ("end", End), ("miss", Miss), ("from", From), ("to", To),
    ];

    private string? ReadDecision(Faults faults)
    {
        if (Text(Decision) is { } word && !Decisions.Contains(word))
        {
            faults.Add("decision", $"must be one of {string.Join(", ", Decisions)}");
        }

        return Text(Decision);
    }

    private static T? ReadName<T>(string field, string? value, Faults faults)
        where T : struct, Enum
    {
        if (Text(value) is not { } name)
        {
            return null;
        }

        foreach (var known in Enum.GetValues<T>())
        {
            if (AdminNames.Of(known) == name)
            {
                return known;
            }
        }

        faults.Add(field, $"must be one of {string.Join(", ", Enum.GetValues<T>().Select(AdminNames.Of))}");
        return null;
    }

    private static DateTimeOffset? ReadTime(string field, string? value, Faults faults)
    {
        if (Text(value) is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return time;
        }

        faults.Add(field, "must be a time in ISO 8601, such as 2026-11-25T14:00:00Z");
        return null;
    }

    private static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
