using System.CommandLine;
using Warmpath.Cli;
using Warmpath.Gateway.DataPlane;

namespace Warmpath.Serve;

/// <summary><c>warmpath serve</c>: the gateway and its admin API in one process.</summary>
internal static class ServeCommand
{
    private const string DefaultUrls = "http://127.0.0.1:4141";
    private const string AdminTokenVariable = "WARMPATH_ADMIN_TOKEN";

    public static Command Create(Terminal terminal)
    {
        var urls = new Option<string?>("--urls") { Description = $"Where to listen (WARMPATH_URLS). Default: {DefaultUrls}.", HelpName = "URLS" };
        var data = new Option<string?>("--data") { Description = "Folder for everything that lasts (WARMPATH_DATA). Default: $XDG_DATA_HOME/warmpath.", HelpName = "DIR" };
        var store = new Option<string?>("--store") { Description = "Where it is stored (WARMPATH_STORE): sqlite, in the data folder.", HelpName = "STORE" };
        var shared = new Option<string?>("--shared-state") { Description = "Shared state of several replicas (WARMPATH_SHARED_STATE): not in this version.", HelpName = "REDIS" };
        var token = new Option<string?>("--admin-token") { Description = "The admin token (WARMPATH_ADMIN_TOKEN). Default: made at the first start, printed once.", HelpName = "TOKEN" };
        var certificate = new Option<string?>("--certificate") { Description = "Certificate for https addresses, PEM or PKCS#12 (WARMPATH_CERTIFICATE); read anew when it changes.", HelpName = "FILE" };
        var certificateKey = new Option<string?>("--certificate-key") { Description = "PEM of its private key, where that is a file of its own (WARMPATH_CERTIFICATE_KEY).", HelpName = "FILE" };
        var proxy = new Option<string?>("--upstream-proxy") { Description = "HTTP proxy to the providers (WARMPATH_UPSTREAM_PROXY). Default: none; HTTP_PROXY does not count.", HelpName = "URL" };
        var command = new Command("serve", "Runs the gateway and its admin API.") { urls, data, store, shared, token, certificate, certificateKey, proxy };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            OnlyWhatIsBuilt(parsed.GetValue(store) ?? terminal.Variable("WARMPATH_STORE"), parsed.GetValue(shared) ?? terminal.Variable("WARMPATH_SHARED_STATE"));
            var options = new ServeOptions
            {
                Urls = ListenUrls.Parse(parsed.GetValue(urls) ?? terminal.Variable("WARMPATH_URLS") ?? DefaultUrls),
                DataFolder = DataFolderOption.Resolve(parsed.GetValue(data), terminal),
                AdminToken = AdminToken(parsed.GetValue(token), terminal.Variable(AdminTokenVariable)),
                MasterKey = terminal.Variable("WARMPATH_MASTER_KEY"),
                Tls = Tls(
                    parsed.GetValue(certificate) ?? terminal.Variable("WARMPATH_CERTIFICATE"),
                    parsed.GetValue(certificateKey) ?? terminal.Variable("WARMPATH_CERTIFICATE_KEY"),
                    terminal.Variable("WARMPATH_CERTIFICATE_PASSWORD")),
                UpstreamProxy = Proxy(parsed.GetValue(proxy) ?? terminal.Variable("WARMPATH_UPSTREAM_PROXY")),
                AnthropicKeys = (terminal.Variable("WARMPATH_ANTHROPIC_KEYS") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            };
            InlineSockets.Prefer();
            using var trimming = NativeHeap.Trimming(terminal.Time);
            await using var server = await GatewayServer.StartAsync(options, ConsoleLog.Configure, terminal.Time, cancellationToken);
            Greeting.Write(terminal, options, server);
            await server.WaitForShutdownAsync(cancellationToken);
        });
        return command;
    }

    private static void OnlyWhatIsBuilt(string? store, string? sharedState)
    {
        if (store is not null and not "sqlite")
        {
            throw new CommandException("--store: PostgreSQL is not built yet; leave it out, or say sqlite.", CommandException.WrongUsage);
        }

        if (sharedState is not null)
        {
            throw new CommandException("--shared-state: Redis is not built yet; leave it out and run one gateway.", CommandException.WrongUsage);
        }
    }

    private static TlsFiles? Tls(string? certificate, string? key, string? password) => certificate is null
        ? key is null ? null : throw new CommandException("--certificate-key needs --certificate.", CommandException.WrongUsage)
        : new TlsFiles(Path.GetFullPath(certificate), key is null ? null : Path.GetFullPath(key), password);

    // The URL may hold a password: no text of ours quotes it.
    private static Uri? Proxy(string? url) => url is null ? null
        : Uri.TryCreate(url, UriKind.Absolute, out var proxy) && proxy.Scheme is "http" or "https" ? proxy
        : throw new CommandException("--upstream-proxy is no http or https URL, such as http://proxy.example:3128.", CommandException.WrongUsage);

    private static string? AdminToken(string? option, string? variable) =>
        (option ?? variable) is not { } token || (token.Length >= 16 && token.All(c => c is > ' ' and < '\u007f'))
            ? option ?? variable
            : throw new CommandException(
                $"{(option is null ? AdminTokenVariable : "--admin-token")} must have 16 or more printable characters without spaces; openssl rand -hex 32 makes one.",
                CommandException.WrongUsage);
}
