using System.Text.Json.Serialization;
using Warmpath.Storage.Clients;

namespace Warmpath.Gateway.Admin.Clients;

/// <summary>What people may say of a client. In a PATCH every field is optional.</summary>
/// <param name="Name">1 to 100 characters without control characters; unique among clients.</param>
/// <param name="ValueOfTimePerHour">$ per hour of this client's waiting; the setting holds unless given.</param>
/// <param name="Features">Rewritings of its requests; the settings hold unless given.</param>
public sealed record ClientInput(string? Name = null, double? ValueOfTimePerHour = null, ClientFeatures? Features = null)
{
    /// <summary>What people said of a client, for a PATCH to be laid over.</summary>
    public static ClientInput Of(StoredClient client) => new(client.Name, client.Options.ValueOfTimePerHour, client.Options.Features);

    internal ClientOptions Options => new(ValueOfTimePerHour, Features);
}

/// <summary>A client as the admin API shows it.</summary>
/// <param name="Hint">The last four characters of its virtual key.</param>
/// <param name="Token">The virtual key; only in the answer that made it.</param>
public sealed record ClientJson(
    string Id,
    string Name,
    string Hint,
    double? ValueOfTimePerHour,
    ClientFeatures? Features,
    DateTimeOffset CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Token = null)
{
    public static ClientJson Of(StoredClient client, string? token = null) =>
        new(client.Id, client.Name, "…" + client.Hint, client.Options.ValueOfTimePerHour, client.Options.Features, client.CreatedAt, token);

    /// <summary>Without the token: a record's own text would show it in logs and exceptions.</summary>
    public override string ToString() => $"{Id} {Name}";
}
