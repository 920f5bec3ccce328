using Warmpath.Cli;
using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Keys;

namespace Warmpath.Serve;

/// <summary>What <c>serve</c> prints when it is ready: no file has to be written by hand for anything.</summary>
internal static class Greeting
{
    public static void Write(Terminal terminal, ServeOptions options, GatewayServer server)
    {
        var (adminToken, virtualKey) = server.FirstStart;
        var text = terminal.Out;
        text.WriteLine($"Warmpath listens on {server.Url}");
        text.WriteLine($"  dashboard:    {server.Url}/");
        text.WriteLine($"  data folder:  {Plain.Line(options.DataFolder)}");
        if (adminToken is not null)
        {
            text.WriteLine($"  admin token:  {adminToken}   (shown this once)");
        }

        if (virtualKey is not null)
        {
            text.WriteLine($"  virtual key:  {virtualKey}   (shown this once)");
            text.WriteLine();
            text.WriteLine("Point Claude Code here:");
            text.WriteLine($"  {ShellLine.Export("ANTHROPIC_BASE_URL", server.Url)}");
            text.WriteLine($"  {ShellLine.Export("ANTHROPIC_AUTH_TOKEN", virtualKey)}");
        }

        if (server.Services.GetRequiredService<KeyRing>().All.Count == 0)
        {
            text.WriteLine();
            text.WriteLine("There are no provider keys yet: warmpath key add NAME");
        }

        foreach (var url in options.Urls.Where(ListenUrls.IsOpenWithoutTls))
        {
            terminal.Error.WriteLine($"warmpath: {url} is open to the network without TLS: virtual keys and prompts can be read on the way. Listen with https and --certificate, or put a TLS proxy before it.");
        }
    }
}
