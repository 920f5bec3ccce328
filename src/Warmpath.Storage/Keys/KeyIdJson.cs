using System.Text.Json;
using System.Text.Json.Serialization;
using Warmpath.Routing;

namespace Warmpath.Storage.Keys;

/// <summary>A key's id as a plain JSON string.</summary>
internal sealed class KeyIdJson : JsonConverter<KeyId>
{
    public override KeyId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException());

    public override void Write(Utf8JsonWriter writer, KeyId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
