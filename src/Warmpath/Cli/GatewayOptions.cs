using System.CommandLine;

namespace Warmpath.Cli;

/// <summary>Which gateway a verb speaks to, and as whom.</summary>
internal sealed class GatewayOptions(Terminal terminal)
{
    private const string DefaultUrl = "http://127.0.0.1:4141";

    private readonly Option<string?> _url = new("--url")
    {
        Description = "The gateway's address (WARMPATH_URL). Default: the one that runs on this machine.", HelpName = "URL", Recursive = true,
    };

    private readonly Option<string?> _token = new("--admin-token")
    {
        Description = "Its admin token (WARMPATH_ADMIN_TOKEN). Not needed for your own gateway on this machine.", HelpName = "TOKEN", Recursive = true,
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "Data folder of the gateway on this machine (WARMPATH_DATA).", HelpName = "DIR", Recursive = true,
    };

    public void AddTo(Command command)
    {
        command.Add(_url);
        command.Add(_token);
        command.Add(_data);
    }

    public string DataFolderOf(ParseResult parsed) => DataFolderOption.Resolve(parsed.GetValue(_data), terminal);

    /// <summary>The address alone, without a trailing slash.</summary>
    public string UrlOf(ParseResult parsed) => Choose(parsed).Url;

    /// <summary>A client of the gateway's admin API; nothing is sent yet.</summary>
    public AdminClient Connect(ParseResult parsed)
    {
        var (url, token, fingerprint) = Choose(parsed);
        return new AdminClient(url, token, fingerprint);
    }

    private (string Url, string? Token, string? Fingerprint) Choose(ParseResult parsed)
    {
        var local = LocalGateway.Read(DataFolderOf(parsed));
        var named = parsed.GetValue(_url) ?? terminal.Variable("WARMPATH_URL") ?? terminal.Variable("WARMPATH_URLS")?.Split(';', ',')[0];
        var url = (named ?? local?.Url ?? DefaultUrl).TrimEnd('/');
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsedUrl) || parsedUrl.Scheme is not ("http" or "https"))
        {
            throw new CommandException($"{url} is no http or https address.", CommandException.WrongUsage);
        }

        // The local token opens the local gateway; nobody else shall see it.
        var token = parsed.GetValue(_token) ?? terminal.Variable("WARMPATH_ADMIN_TOKEN") ?? (url == local?.Url ? local.Token : null);
        return (url, token, url == local?.Url ? local.Fingerprint : null);
    }
}
