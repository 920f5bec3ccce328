using System.Text.Json;
using Warmpath.Routing.Outlines;

namespace Warmpath.Simulation.Traces;

/// <summary>The <c>ttl</c> of traces and decision logs: one for all breakpoints, or a list.</summary>
internal static class Lifetimes
{
    /// <param name="count">How many breakpoints there are.</param>
    /// <returns>One per breakpoint; null when the field is absent. A shorter list stands for the last ones, as long as nothing else is said.</returns>
    public static CacheLifetime[]? Read(JsonElement parent, int count, bool alignedAtLast = false)
    {
        if (!Fields.Has(parent, "ttl"))
        {
            return null;
        }

        var field = Fields.Of(parent, "ttl");
        if (field.ValueKind != JsonValueKind.Array)
        {
            return [.. Enumerable.Repeat(One(field), count)];
        }

        var listed = field.EnumerateArray().Select(One).ToArray();
        return listed.Length == count ? listed
            : alignedAtLast && listed.Length > count ? listed[^count..]
            : throw new TraceFormatException($"ttl: {listed.Length} given for {count} breakpoints");
    }

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

    private static CacheLifetime One(JsonElement field) => field.ValueKind == JsonValueKind.String ? field.GetString() switch
    {
        "5m" => CacheLifetime.FiveMinutes,
        "1h" => CacheLifetime.OneHour,
        _ => throw new TraceFormatException("ttl: only 5m and 1h exist"),
    }
    : throw new TraceFormatException("ttl: 5m, 1h or a list of them is expected");
}
