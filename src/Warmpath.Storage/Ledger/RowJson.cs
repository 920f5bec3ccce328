using System.Text.Json;
using System.Text.Json.Serialization;

namespace Warmpath.Storage.Ledger;

/// <summary>How a <see cref="RequestRow"/> is written where it is no row of its table: among the open ones, and in a <see cref="RowFile"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RequestRow))]
internal sealed partial class RowJson : JsonSerializerContext
{
    /// <returns>Null when this version cannot read it.</returns>
    public static LedgerRow? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.RequestRow)?.ToLedgerRow();
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return null;
        }
    }
}
