using System.Globalization;
using Microsoft.AspNetCore.Http;
using Warmpath.Gateway.Admin.Bodies;
using Warmpath.Routing.Misses;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Admin.Requests;

/// <summary>What narrows a list of requests, as it stands in a query string; those given must all hold.</summary>
/// <param name="Key">Id of the key that answered.</param>
/// <param name="Client">Id of the client.</param>
/// <param name="Organization">Id of the organization that answered.</param>
/// <param name="Decision">A word of <c>x-warmpath-decision</c>.</param>
/// <param name="End">How it ended: <c>complete</c>, <c>error</c>, <c>truncated</c>, <c>client_cancelled</c>, <c>interrupted</c>.</param>
/// <param name="Miss">A cause, such as <c>expired</c>.</param>
/// <param name="From">ISO 8601; arrived then or later.</param>
/// <param name="To">ISO 8601; arrived before.</param>
public sealed record LedgerFilters(
    string? After = null,
    string? Limit = null,
    string? Session = null,
    string? Lineage = null,
    string? Key = null,
    string? Client = null,
    string? Model = null,
    string? Organization = null,
    string? Decision = null,
    string? End = null,
    string? Miss = null,
    string? From = null,
    string? To = null)
{
    /// <summary>The words of <c>x-warmpath-decision</c>.</summary>
    public static IReadOnlyList<string> Decisions { get; } = ["sticky", "placed", "migrated", "failed-over", "waited"];

    /// <summary>The query that they stand for; what cannot be read is added to the faults.</summary>
    public LedgerQuery Read(Faults faults) => new(Paging.After(After, faults), Paging.Limit(Limit, faults), Text(Session), Text(Key), Text(Lineage))
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
