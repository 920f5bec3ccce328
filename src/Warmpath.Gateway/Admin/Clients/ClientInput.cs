using Warmpath.Storage.Clients;

namespace Warmpath.Gateway.Admin.Clients;

/// <summary>What people may say of a client. In a PATCH every field is optional.</summary>
/// <param name="Name">1 to 100 characters without control characters; unique among clients.</param>
/// <param name="ValueOfTimePerHour">$ per hour of this client's waiting; the setting holds unless given.</param>
/// <param name="Features">Rewritings of its requests; the settings hold unless given.</param>
/// <param name="Budget">$ per UTC day, week (from Monday on) and month; no bound unless given.</param>
/// <param name="Limits">Requests and tokens per minute, requests under way; no bound unless given.</param>
/// <param name="Models">Names, or beginnings that end in <c>*</c>; all unless given.</param>
/// <param name="ExpiresAt">From then on its virtual key is refused; never unless given.</param>
/// <param name="Enabled">False refuses its virtual key until it is true again.</param>
public sealed record ClientInput(
    string? Name = null,
    double? ValueOfTimePerHour = null,
    ClientFeatures? Features = null,
    ClientBudget? Budget = null,
    ClientLimits? Limits = null,
    IReadOnlyList<string>? Models = null,
    DateTimeOffset? ExpiresAt = null,
    bool Enabled = true)
{
    /// <summary>What people said of a client, for a PATCH to be laid over.</summary>
    public static ClientInput Of(StoredClient client)
    {
        var options = client.Options;
        return new(
            client.Name, options.ValueOfTimePerHour, options.Features, options.Budget, options.Limits, options.Models, options.ExpiresAt, options.Enabled);
    }

    internal ClientOptions Options => new(ValueOfTimePerHour, Features, Budget, Limits, Models, ExpiresAt?.ToUniversalTime(), Enabled);
}
