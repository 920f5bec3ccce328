namespace Warmpath.Cli;

/// <summary>Lines that a POSIX shell takes as they are.</summary>
internal static class ShellLine
{
    public static string Export(string name, string value) => $"export {name}={Quote(value)}";

    private static string Quote(string value) =>
        value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':') ? value : $"'{value.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
