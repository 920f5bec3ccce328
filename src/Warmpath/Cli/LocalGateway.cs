using System.Text.Json;
using Warmpath.Gateway.Admin;

namespace Warmpath.Cli;

/// <summary>
/// What a running gateway leaves in its data folder for the verbs of the same user on the same machine: its address, and an admin token
/// that is as old as the process. The file is there while the gateway runs, and only its owner can read it.
/// </summary>
/// <param name="Fingerprint">SHA-256 of its TLS certificate in hexadecimal, which need not bear the name that the verbs call; null without TLS.</param>
/// <param name="Url">Such as <c>http://127.0.0.1:4141</c>.</param>
public sealed record LocalGateway(string Url, string Token, string? Fingerprint = null)
{
    private const string FileName = "local.json";

    /// <returns>Null when no gateway runs on that folder, or its file cannot be read.</returns>
    public static LocalGateway? Read(string dataFolder)
    {
        try
        {
            return JsonSerializer.Deserialize<LocalGateway>(File.ReadAllBytes(Path.Combine(dataFolder, FileName)), AdminJson.Options);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public void Write(string dataFolder) =>
        PrivateFile.Write(Path.Combine(dataFolder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, AdminJson.Options));

    /// <summary>Takes the file away, unless another gateway has written its own there meanwhile.</summary>
    public void Remove(string dataFolder)
    {
        try
        {
            if (Read(dataFolder) == this)
            {
                File.Delete(Path.Combine(dataFolder, FileName));
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It leads to nobody: the token has gone with the process.
        }
    }

    /// <summary>Without the token: a record's own text would show it in logs and exceptions.</summary>
    public override string ToString() => Url;
}
