using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Warmpath.Gateway.Admin.Bodies;

/// <summary>The fields that a body may have.</summary>
internal static class KnownFields
{
    /// <summary>As <see cref="AdminJson.Options"/>, but an unknown field inside a field's value is an error.</summary>
    public static readonly JsonSerializerOptions Strict =
        new(AdminJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public static IReadOnlySet<string> Of<T>() => Names<T>.Set;

    public static string Unknown<T>() => Unknown(Strict.GetTypeInfo(typeof(T)));

    public static string Unknown(JsonTypeInfo type) =>
        $"is no field here; there are {string.Join(", ", type.Properties.Select(property => property.Name).Order(StringComparer.Ordinal))}";

    private static class Names<T>
    {
        public static readonly HashSet<string> Set =
            Strict.GetTypeInfo(typeof(T)).Properties.Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
    }
}
