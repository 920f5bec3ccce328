using System.Text.Json;
using System.Text.Json.Serialization;

namespace Warmpath.Gateway.Admin;

/// <summary>How the admin API writes and reads JSON: camelCase names, states in snake_case, numbers as numbers.</summary>
public static class AdminJson
{
    public static readonly JsonSerializerOptions Options = Apply(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    internal static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.Strict;
        options.PropertyNameCaseInsensitive = false;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        return options;
    }
}
