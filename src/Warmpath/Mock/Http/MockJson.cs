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
}
