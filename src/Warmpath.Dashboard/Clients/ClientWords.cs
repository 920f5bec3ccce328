using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Admin.Clients;

namespace Warmpath.Dashboard.Clients;

/// <summary>What a client may, in plain words.</summary>
internal static class ClientWords
{
    /// <returns>Such as <c>60 requests a minute, 4 at once; models claude-sonnet-*</c>.</returns>
    public static string Bounds(ClientJson client)
    {
        string?[] words =
        [
            client.Limits?.RequestsPerMinute is { } requests ? $"{Plain.Count(requests)} requests a minute" : null,
            client.Limits?.TokensPerMinute is { } tokens ? $"{Plain.Count(tokens)} tokens a minute" : null,
            client.Limits?.ConcurrentRequests is { } atOnce ? $"{atOnce} at once" : null,
            client.Models is { Count: > 0 } models ? $"models {Plain.Line(string.Join(' ', models))}" : null,
            client.ValueOfTimePerHour is { } value ? $"time worth {Plain.Cents((decimal)value)} an hour" : null,
            client.Features?.Lifetime is { } lifetime ? lifetime == Routing.LifetimeMode.Auto ? "lifetimes chosen here" : "lifetimes as sent" : null,
            client.Features?.AutoCache is { } markers ? markers ? "markers added" : "no markers added" : null,
        ];
        return string.Join(", ", words.Where(word => word is not null)) is { Length: > 0 } said ? said : "none of its own";
    }
}
