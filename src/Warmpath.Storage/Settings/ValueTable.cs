using System.Text.Json;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Settings;

/// <summary>Small values by name; the settings are one of them.</summary>
internal sealed class ValueTable(StoreDatabase database)
{
    /// <summary>Names with this prefix are the store's own.</summary>
    public const string OwnPrefix = "store:";

    private const string SettingsName = OwnPrefix + "settings";

    public byte[]? Get(string name, CancellationToken cancellationToken) =>
        database.Read($"SELECT value FROM named_values WHERE name = {name}", row => row.GetFieldValue<byte[]>(0), cancellationToken).SingleOrDefault();

    /// <param name="value">Null removes it.</param>
    public void Set(string name, byte[]? value) => database.Execute(value is null
        ? (FormattableString)$"DELETE FROM named_values WHERE name = {name}"
        : $"INSERT INTO named_values (name, value) VALUES ({name}, {value}) ON CONFLICT (name) DO UPDATE SET value = excluded.value");

    /// <summary>Fields that this program does not know are left out; missing ones have their default: both ways between versions work.</summary>
    /// <exception cref="StoreException">Also when the document cannot be read.</exception>
    public GatewaySettings GetSettings(CancellationToken cancellationToken)
    {
        var document = Get(SettingsName, cancellationToken);
        try
        {
            return document is null ? new() : JsonSerializer.Deserialize<GatewaySettings>(document, JsonSerializerOptions.Web) ?? new();
        }
        catch (JsonException e)
        {
            throw new StoreException(
                $"The settings in {database.File} are damaged at {e.Path}. Remove them with the statement "
                + $"DELETE FROM named_values WHERE name = '{SettingsName}' and set them anew.",
                e);
        }
    }

    public void SetSettings(GatewaySettings settings) => Set(SettingsName, JsonSerializer.SerializeToUtf8Bytes(settings, JsonSerializerOptions.Web));
}
