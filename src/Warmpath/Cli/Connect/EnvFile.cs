using Warmpath.Routing.Fleet;

namespace Warmpath.Cli.Connect;

/// <summary>A file of <c>export</c> lines that a shell loads; lines that are not the gateway's stay as they are.</summary>
internal sealed class EnvFile
{
    private readonly List<string> _lines;

    private EnvFile(string path, List<string> lines) => (Path, _lines) = (path, lines);

    public string Path { get; }

    /// <summary>The user's own: <c>$XDG_CONFIG_HOME/warmpath/env</c>.</summary>
    public static EnvFile Of(Terminal terminal) =>
        Read(System.IO.Path.Combine(terminal.Variable("XDG_CONFIG_HOME") ?? System.IO.Path.Combine(terminal.Home, ".config"), "warmpath", "env"));

    public static EnvFile Read(string path) => new(path, File.Exists(path) ? [.. File.ReadAllLines(path)] : []);

    /// <summary>The virtual key that stands beside this gateway's address; null when the lines point elsewhere.</summary>
    public string? TokenFor(string url) => Providers.All
        .Select(provider => AgentEnvironment.Of(provider, url, ""))
        .Where(lines => Value(lines[0].Name) == lines[0].Value)
        .Select(lines => Value(lines[1].Name))
        .FirstOrDefault(token => token is not null);

    /// <summary>What a variable is set to; null when no line sets it.</summary>
    // The last one counts, as in a shell.
    public string? Value(string name) => _lines.Select(ShellLine.Exported).LastOrDefault(line => line?.Name == name)?.Value;

    /// <summary>Puts the lines into the file, each in place of the one before of its name.</summary>
    public void Write(IEnumerable<(string Name, string Value)> lines)
    {
        foreach (var (name, value) in lines)
        {
            var line = ShellLine.Export(name, value);
            var place = _lines.FindIndex(other => ShellLine.Exported(other)?.Name == name);
            if (place < 0)
            {
                _lines.Add(line);
            }
            else
            {
                _lines[place] = line;
            }
        }

        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        PrivateFile.Write(Path, System.Text.Encoding.UTF8.GetBytes(string.Join('\n', [.. _lines, ""])));
    }
}
