using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Warmpath.Mock.Http;

/// <summary>How the mock writes JSON.</summary>
internal static class MockJson
{
    /// <summary>The provider's way: names as they are, nulls written, nothing escaped that need not be.</summary>
    public static readonly JsonSerializerOptions Provider = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The mock's own calls under <c>/mock</c>: camelCase.</summary>
    public static readonly JsonSerializerOptions Control = new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(), // else there are no type infos to ask before the first use
    };

    public const string ContentType = "application/json";

    public static byte[] Bytes(object value) => JsonSerializer.SerializeToUtf8Bytes(value, Provider);

    /// <summary>RFC 3339 in UTC, with microseconds.</summary>
    public static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <returns>Null unless this is an object whose field is a string.</returns>
    public static string? Text(this JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <returns>Null unless this is an object that has the field, and that is not null.</returns>
    public static JsonElement? Member(this JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <returns>Null unless this is an object whose field is a whole number.</returns>
    public static int? Number(this JsonElement holder, string name) =>
        holder.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    /// <returns>None unless this is an object whose field is an array.</returns>
    public static JsonElement.ArrayEnumerator Elements(this JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var array) && array.ValueKind == JsonValueKind.Array
            ? array.EnumerateArray()
            : default;
}
