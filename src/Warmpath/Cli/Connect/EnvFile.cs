namespace Warmpath.Cli.Connect;

/// <summary>A file of <c>export</c> lines that a shell loads; lines that are not the gateway's stay as they are.</summary>
internal sealed class EnvFile
{
    private readonly string _path;
    private readonly List<string> _lines;

    private EnvFile(string path, List<string> lines) => (_path, _lines) = (path, lines);

    /// <summary>The virtual key that stands beside this base URL; null when the lines point elsewhere.</summary>
    public string? TokenFor(string baseUrl) => Value("ANTHROPIC_BASE_URL") == baseUrl ? Value("ANTHROPIC_AUTH_TOKEN") : null;

    public static EnvFile Read(string path) => new(path, File.Exists(path) ? [.. File.ReadAllLines(path)] : []);

    /// <summary>Puts the lines into the file, each in place of the one before of its name.</summary>
    public void Write(string baseUrl, string token)
    {
        foreach (var (name, value) in ClaudeCodeSettings.Env(baseUrl, token))
        {
            var line = ShellLine.Export(name, value!.GetValue<string>());
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

        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        PrivateFile.Write(_path, System.Text.Encoding.UTF8.GetBytes(string.Join('\n', [.. _lines, ""])));
    }

    // The last one counts, as in a shell.
    private string? Value(string name) => _lines.Select(ShellLine.Exported).LastOrDefault(line => line?.Name == name)?.Value;
}
