using System.Text.Json;
using Warmpath.Routing.Outlines;

namespace Warmpath.Simulation.Traces;

/// <summary>The <c>ttl</c> of traces and decision logs: one for all breakpoints, or a list.</summary>
internal static class Lifetimes
{
    /// <param name="count">How many breakpoints there are.</param>
    /// <returns>One per breakpoint; null when the field is absent.</returns>
    public static CacheLifetime[]? Read(JsonElement parent, int count)
    {
        var listed = Listed(parent, count);
        return listed is null || listed.Length == count ? listed : throw new TraceFormatException($"ttl: {listed.Length} given for {count} breakpoints");
    }

    /// <param name="own">The client's, one per breakpoint.</param>
    /// <returns>One per breakpoint; null when the field is absent. A list is aligned at the last breakpoints: those before it keep their own.</returns>
    public static CacheLifetime[]? Rewritten(JsonElement parent, CacheLifetime[] own) => Listed(parent, own.Length) is { } listed
        ? [.. own.SkipLast(listed.Length), .. listed.TakeLast(own.Length)]
        : null;

    public static string Text(CacheLifetime lifetime) => lifetime == CacheLifetime.OneHour ? "1h" : "5m";

    public static void Write(Utf8JsonWriter json, IReadOnlyCollection<CacheLifetime> lifetimes)
    {
        if (lifetimes.Distinct().Count() <= 1)
        {
            json.WriteString("ttl", Text(lifetimes.FirstOrDefault()));
            return;
        }

        json.WriteStartArray("ttl");
        foreach (var lifetime in lifetimes)
        {
            json.WriteStringValue(Text(lifetime));
        }

        json.WriteEndArray();
    }

    private static CacheLifetime[]? Listed(JsonElement parent, int count)
    {
        if (!Fields.Has(parent, "ttl"))
        {
            return null;
        }

        var field = Fields.Of(parent, "ttl");
        return field.ValueKind == JsonValueKind.Array ? [.. field.EnumerateArray().Select(One)] : [.. Enumerable.Repeat(One(field), count)];
    }

    private static CacheLifetime One(JsonElement field) => field.ValueKind == JsonValueKind.String ? field.GetString() switch
    {
        "5m" => CacheLifetime.FiveMinutes,
        "1h" => CacheLifetime.OneHour,
        _ => throw new TraceFormatException("ttl: only 5m and 1h exist"),
    }
    : throw new TraceFormatException("ttl: 5m, 1h or a list of them is expected");
}
