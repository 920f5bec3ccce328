using Spectre.Console;
using Warmpath.Gateway.Admin;

namespace Warmpath.Cli;

/// <summary>Text of others in a table: brackets in it would be taken for markup.</summary>
internal static class Escaped
{
    public static string Text(string? text) => Markup.Escape(Plain.Line(text));
}
