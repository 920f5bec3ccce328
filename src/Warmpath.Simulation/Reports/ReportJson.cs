using System.Text.Encodings.Web;
using System.Text.Json;

namespace Warmpath.Simulation.Reports;

/// <summary>How figures are written for programs.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of<T>(T figures) => JsonSerializer.Serialize(figures, Options);
}
