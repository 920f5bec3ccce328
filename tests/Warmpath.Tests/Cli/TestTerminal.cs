using Warmpath.Cli;

namespace Warmpath.Tests.Cli;

/// <summary>A terminal that remembers what was written, with a home and an environment of its own.</summary>
internal sealed class TestTerminal : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public string Home { get; } = Directory.CreateTempSubdirectory("warmpath-home-").FullName;

    public Dictionary<string, string> Variables { get; } = [];

    public string Data => Path.Combine(Home, "data");

    /// <summary>What the last command wrote.</summary>
    public string Out => _out.ToString();

    public string Error => _error.ToString();

    /// <summary>Everything that was written by all commands so far.</summary>
    public string Everything { get; private set; } = "";

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string[] args, string input = "", CancellationToken cancellationToken = default)
    {
        _out.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        var code = await WarmpathCommand.RunAsync(args, Terminal(input), cancellationToken);
        Everything += Out + Error;
        return code;
    }

    public Terminal Terminal(string input = "") => new()
    {
        Out = _out,
        Error = _error,
        In = new StringReader(input),
        Interactive = false,
        Rich = false,
        Variable = name => name switch { "HOME" => Home, "WARMPATH_DATA" => Data, _ => Variables.GetValueOrDefault(name) },
        UserAtHost = "ada@laptop",
    };

    public void Dispose() => Directory.Delete(Home, recursive: true);
}
