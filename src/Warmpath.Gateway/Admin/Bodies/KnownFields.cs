using System.Text.Json;
using System.Text.Json.Serialization;

namespace Warmpath.Gateway.Admin.Bodies;

/// <summary>The fields that a body may have.</summary>
internal static class KnownFields
{
    /// <summary>As <see cref="AdminJson.Options"/>, but an unknown field inside a field's value is an error.</summary>
    public static readonly JsonSerializerOptions Strict =
        new(AdminJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public static IReadOnlySet<string> Of<T>() => Names<T>.Set;

    public static string Unknown<T>() => $"is no field here; there are {string.Join(", ", Names<T>.Set.Order(StringComparer.Ordinal))}";

    private static class Names<T>
    {
        public static readonly HashSet<string> Set =
            Strict.GetTypeInfo(typeof(T)).Properties.Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
    }
}
