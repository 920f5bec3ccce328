using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Warmpath.Gateway.Admin.Bodies;

/// <summary>Compares a body with the type that it shall become. Every unknown field and every wrong type is named by its path, with what would do.</summary>
/// <remarks>The framework's own exceptions stop at the first, say nothing of what would do, and may quote the value.</remarks>
internal static class JsonShape
{
    /// <param name="rules">The property that the value is for, which may have a range; null for others.</param>
    public static void Check(JsonNode? given, Type type, string path, Faults faults, ICustomAttributeProvider? rules = null)
    {
        var wanted = KnownFields.Strict.GetTypeInfo(type);
        switch (wanted.Kind, given)
        {
            case (JsonTypeInfoKind.Object, JsonObject fields):
                foreach (var (name, value) in fields)
                {
                    if (wanted.Properties.FirstOrDefault(property => property.Name == name) is { } known)
                    {
                        Check(value, known.PropertyType, Join(path, name), faults, known.AttributeProvider);
                    }
                    else
                    {
                        faults.Add(Join(path, name), KnownFields.Unknown(wanted));
                    }
                }

                break;
            case (JsonTypeInfoKind.Dictionary, JsonObject entries):
                foreach (var (name, value) in entries)
                {
                    Check(value, wanted.ElementType!, Join(path, name), faults); // a dictionary has one, and so has a list
                }

                break;
            case (JsonTypeInfoKind.Enumerable, JsonArray items):
                for (var index = 0; index < items.Count; index++)
                {
                    Check(items[index], wanted.ElementType!, $"{path}[{index}]", faults);
                }

                break;
            default:
                if (!CanBeRead(given, type))
                {
                    faults.Add(path, $"must be {Words(wanted, rules)}");
                }

                break;
        }
    }

    private static bool CanBeRead(JsonNode? given, Type type)
    {
        try
        {
            given.Deserialize(type, KnownFields.Strict);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Words(JsonTypeInfo wanted, ICustomAttributeProvider? rules)
    {
        var type = Nullable.GetUnderlyingType(wanted.Type) ?? wanted.Type;
        var range = rules?.GetCustomAttributes(typeof(RangeAttribute), inherit: false) is [RangeAttribute bounds] ? $" from {bounds.Minimum} to {bounds.Maximum}" : null;
        return wanted.Kind switch
        {
            JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => "an object",
            JsonTypeInfoKind.Enumerable => "a list",
            _ when type.IsEnum => $"one of {string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName))}",
            _ when type == typeof(string) => "a text",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(DateTimeOffset) => "a time in ISO 8601, such as 2026-11-25T14:00:00Z",
            _ when type == typeof(int) => $"a whole number{range ?? $", {int.MaxValue} at most"}",
            _ when type == typeof(long) => $"a whole number{range}",
            _ => $"a number{range}",
        };
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
