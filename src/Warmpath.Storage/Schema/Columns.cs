using System.Text.Json;

namespace Warmpath.Storage.Schema;

/// <summary>How a table's columns are called.</summary>
internal static class Columns
{
    /// <summary>The column of a row's property.</summary>
    public static string NameOf(string property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property);
}
