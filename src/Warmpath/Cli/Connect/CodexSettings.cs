using System.Text;
using Warmpath.Gateway.Admin.Clients;

namespace Warmpath.Cli.Connect;

/// <summary>Codex's <c>config.toml</c>: a provider of its own points the agent here; everything else stays as it is, comments and layout too.</summary>
/// <remarks>providers.md 7.4.</remarks>
internal sealed class CodexSettings
{
    private const string Providers = "model_providers";
    private const string Chosen = "model_provider";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly string[] OwnTable = [Providers, CodexConnection.Id];

    private readonly string _path;
    private readonly TomlText _before;
    private readonly TomlText _after;

    private CodexSettings(string path, TomlText before, TomlText after) => (_path, _before, _after) = (path, before, after);

    private bool Changes => _before.Text != _after.Text;

    /// <summary>A profile that is chosen in the file and names a provider of its own, in whatever form, which older versions of Codex follow; null when there is none.</summary>
    public string? StrayProfile =>
        _after.Value([], "profile") is { } profile && _after.ValueAt("profiles", profile, Chosen) is { } other && other != CodexConnection.Id ? profile : null;

    /// <summary>Reads the file, and makes what it is to become.</summary>
    /// <exception cref="CommandException">The file is none that can be edited; it is left alone.</exception>
    public static CodexSettings Read(string path, string gatewayUrl)
    {
        try
        {
            var before = TomlText.Parse(File.Exists(path) ? Utf8.GetString(File.ReadAllBytes(path)) : "");
            return new CodexSettings(path, before, Point(before, gatewayUrl));
        }
        catch (Exception fault) when (fault is FormatException or DecoderFallbackException)
        {
            throw new CommandException(
                $"{path} cannot be edited and was left alone: {fault.Message.TrimEnd('.')}. Mend it, or add by hand what warmpath connect codex prints.");
        }
    }

    /// <summary>Finds out, before anything is made for it, whether the file can be written where it has to be.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot.</exception>
    public void Check()
    {
        if (Changes)
        {
            PrivateFile.Check(_path);
        }
    }

    /// <summary>Writes the file, the one before it aside.</summary>
    /// <returns>Where the file before is kept; null when nothing had to change, or there was none.</returns>
    public string? Write(DateTimeOffset now) => Changes ? PrivateFile.Replace(_path, Utf8.GetBytes(_after.Text), now, keepMode: true) : null;

    private static TomlText Point(TomlText before, string gatewayUrl)
    {
        // Codex does not start with either beside env_key.
        foreach (var other in (string[])["auth", "aws"])
        {
            if (before.Names([.. OwnTable, other]))
            {
                throw new FormatException($"{Providers}.{CodexConnection.Id} has {other}, which Codex does not take together with a key from the environment.");
            }
        }

        var after = before.With([], Chosen, CodexConnection.Id);
        foreach (var (name, value) in CodexConnection.Table(gatewayUrl))
        {
            after = after.With(OwnTable, name, value);
        }

        return after;
    }
}
