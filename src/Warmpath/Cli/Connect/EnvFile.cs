using Warmpath.Routing.Fleet;

namespace Warmpath.Cli.Connect;

/// <summary>A file of <c>export</c> lines that a shell loads; lines that are not the gateway's stay as they are.</summary>
internal sealed class EnvFile
{
    private readonly string[] _before;
    private readonly List<string> _lines;

    private EnvFile(string path, string[] lines) => (Path, _before, _lines) = (path, lines, [.. lines]);

    public string Path { get; }

    /// <summary>The user's own: <c>$XDG_CONFIG_HOME/warmpath/env</c>.</summary>
    public static EnvFile Of(Terminal terminal) =>
        Read(System.IO.Path.Combine(terminal.Variable("XDG_CONFIG_HOME") ?? System.IO.Path.Combine(terminal.Home, ".config"), "warmpath", "env"));

    public static EnvFile Read(string path) => new(path, File.Exists(path) ? File.ReadAllLines(path) : []);

    /// <summary>The virtual key that stands beside this gateway's address; null when the lines point elsewhere.</summary>
    public string? TokenFor(string url) => Providers.All
        .Select(provider => TokenBeside(AgentEnvironment.Of(provider, url, "")))
        .FirstOrDefault(token => token is not null);

    /// <summary>Codex's virtual key that stands beside this gateway's address; null when it is another gateway's, or nothing says whose.</summary>
    public string? CodexTokenFor(string url) => TokenBeside(AgentEnvironment.OfCodex(url, ""));

    /// <summary>What a variable is set to; null when no line sets it.</summary>
    // The last one counts, as in a shell.
    public string? Value(string name) => _lines.Select(ShellLine.Exported).LastOrDefault(line => line?.Name == name)?.Value;

    /// <summary>Puts the lines into the file, each in place of the last of its name, which is the one that counts.</summary>
    public void Write(IEnumerable<(string Name, string Value)> lines)
    {
        foreach (var (name, value) in lines)
        {
            var line = ShellLine.Export(name, value);
            var place = _lines.FindLastIndex(other => ShellLine.Exported(other)?.Name == name);
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
        Save(_lines);
    }

    /// <summary>Puts back what was read.</summary>
    public void Restore() => Save(_before);

    private void Save(IEnumerable<string> lines) => PrivateFile.Write(Path, System.Text.Encoding.UTF8.GetBytes(string.Join('\n', [.. lines, ""])));

    // The address is the first line of an agent's, the virtual key the second.
    private string? TokenBeside(IReadOnlyList<(string Name, string Value)> lines) => Value(lines[0].Name) == lines[0].Value ? Value(lines[1].Name) : null;
}
