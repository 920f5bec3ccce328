using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Warmpath.Gateway.Admin;

namespace Warmpath.Cli;

/// <summary><c>--json</c>: what the admin API said, for programs.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Indented = new(AdminJson.Options)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // no page is made of this; control characters are escaped all the same
    };

    public static Option<bool> Option() => new("--json") { Description = "Print JSON, for programs.", Recursive = true };

    public static void Write<T>(Terminal terminal, T value) => terminal.Out.WriteLine(JsonSerializer.Serialize(value, Indented));
}
