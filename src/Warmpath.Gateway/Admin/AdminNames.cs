using System.Text.Json;

namespace Warmpath.Gateway.Admin;

/// <summary>The words of enums as the API, the CLI and the CSV write them: <c>out_of_credit</c>.</summary>
public static class AdminNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
