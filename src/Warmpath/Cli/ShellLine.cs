namespace Warmpath.Cli;

/// <summary>Lines that a POSIX shell takes as they are.</summary>
internal static class ShellLine
{
    private const string Word = "export ";

    public static string Export(string name, string value) => $"{Word}{name}={Quote(value)}";

    public static string Load(string path) => $". {Quote(path)}";

    /// <summary>Reads a line as <see cref="Export"/> writes it; null for any other.</summary>
    public static (string Name, string Value)? Exported(string line)
    {
        if (!line.StartsWith(Word, StringComparison.Ordinal) || line.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var at))
        {
            return null;
        }

        var name = line[Word.Length..at];
        var quoted = line[(at + 1)..];
        var value = quoted.Length > 1 && quoted[0] == '\'' && quoted[^1] == '\'' ? quoted[1..^1].Replace(@"'\''", "'", StringComparison.Ordinal) : quoted;
        return Export(name, value) == line ? (name, value) : null;
    }

    private static string Quote(string value) =>
        value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':') ? value : $"'{value.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
