using Warmpath.Gateway.Admin.Clients;
using Warmpath.Routing;
using Warmpath.Storage.Clients;

namespace Warmpath.Dashboard.Clients;

/// <summary>What stands in the form of a client. Null and empty: not given.</summary>
public sealed class ClientFields
{
    public string Name { get; set; } = "";

    public bool Enabled { get; set; } = true;

    public double? BudgetDay { get; set; }

    public double? BudgetWeek { get; set; }

    public double? BudgetMonth { get; set; }

    public long? RequestsPerMinute { get; set; }

    public long? TokensPerMinute { get; set; }

    public int? ConcurrentRequests { get; set; }

    /// <summary>Separated by spaces.</summary>
    public string Models { get; set; } = "";

    /// <summary>UTC: the virtual key is accepted until its end.</summary>
    public DateOnly? LastDay { get; set; }

    public double? ValueOfTime { get; set; }

    /// <summary>A <see cref="LifetimeMode"/>.</summary>
    public string Lifetime { get; set; } = "";

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public string Markers { get; set; } = "";

    public bool HasMore => Models.Length + Lifetime.Length + Markers.Length > 0 || LastDay is not null || ValueOfTime is not null;

    public static ClientFields Of(ClientJson client) => new()
    {
        Name = client.Name,
        Enabled = client.Enabled,
        BudgetDay = client.Budget?.Day,
        BudgetWeek = client.Budget?.Week,
        BudgetMonth = client.Budget?.Month,
        RequestsPerMinute = client.Limits?.RequestsPerMinute,
        TokensPerMinute = client.Limits?.TokensPerMinute,
        ConcurrentRequests = client.Limits?.ConcurrentRequests,
        Models = string.Join(' ', client.Models ?? []),
        LastDay = LastDayOf(client.ExpiresAt),
        ValueOfTime = client.ValueOfTimePerHour,
        Lifetime = client.Features?.Lifetime?.ToString() ?? "",
        Markers = client.Features?.AutoCache switch { true => "true", false => "false", null => "" },
    };

    /// <summary>The form laid over what is known of the client.</summary>
    public ClientInput Over(ClientInput known)
    {
        var budget = new ClientBudget(BudgetDay, BudgetWeek, BudgetMonth);
        var limits = new ClientLimits(RequestsPerMinute, TokensPerMinute, ConcurrentRequests);
        var features = new ClientFeatures(
            Enum.TryParse<LifetimeMode>(Lifetime, out var lifetime) ? lifetime : null, bool.TryParse(Markers, out var markers) ? markers : null);
        var models = Models.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return known with
        {
            Name = Name.Trim(),
            Enabled = Enabled,
            Budget = budget == new ClientBudget() ? null : budget,
            Limits = limits == new ClientLimits() ? null : limits,
            Models = models.Length == 0 ? null : models,
            ExpiresAt = LastDay == LastDayOf(known.ExpiresAt) ? known.ExpiresAt // to the second, as it may have been given elsewhere
                : LastDay is { } day ? new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero)
                : null,
            ValueOfTimePerHour = ValueOfTime,
            Features = features == new ClientFeatures() ? null : features,
        };
    }

    private static DateOnly? LastDayOf(DateTimeOffset? expiresAt) => expiresAt is { } end ? DateOnly.FromDateTime(end.UtcDateTime.AddTicks(-1)) : null;
}
