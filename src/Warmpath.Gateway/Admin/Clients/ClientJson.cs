using System.Text.Json.Serialization;
using Warmpath.Gateway.Budgets;
using Warmpath.Storage.Clients;

namespace Warmpath.Gateway.Admin.Clients;

/// <summary>A client as the admin API shows it.</summary>
/// <param name="Hint">The last four characters of its virtual key.</param>
/// <param name="Usage">What it has spent of its budget and what it holds now.</param>
/// <param name="RetiredUntil">Until then the virtual key before the last rotation is accepted too; null: no longer.</param>
/// <param name="Token">The virtual key; only in the answer that made it.</param>
public sealed record ClientJson(
    string Id,
    string Name,
    string Hint,
    bool Enabled,
    DateTimeOffset? ExpiresAt,
    IReadOnlyList<string>? Models,
    ClientBudget? Budget,
    ClientLimits? Limits,
    ClientUsage Usage,
    double? ValueOfTimePerHour,
    ClientFeatures? Features,
    DateTimeOffset CreatedAt,
    DateTimeOffset? RetiredUntil,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Token = null)
{
    public static ClientJson Of(StoredClient client, ClientUsage usage, DateTimeOffset now, string? token = null)
    {
        var options = client.Options;
        var retired = options.Retired?.Until is { } until && until > now ? until : (DateTimeOffset?)null;
        return new(
            client.Id, client.Name, "…" + client.Hint, options.Enabled, options.ExpiresAt, options.Models, options.Budget, options.Limits, usage,
            options.ValueOfTimePerHour, options.Features, client.CreatedAt, retired, token);
    }

    /// <summary>Without the token: a record's own text would show it in logs and exceptions.</summary>
    public override string ToString() => $"{Id} {Name}";
}
