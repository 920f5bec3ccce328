using System.CommandLine;
using Warmpath.Gateway.Admin.Keys;

namespace Warmpath.Cli.Keys;

/// <summary><c>warmpath key add NAME</c>: adds a provider key, checks it, and says what was found.</summary>
internal static class KeyAddCommand
{
    public static Command Create(Terminal terminal, GatewayOptions gateway, Option<bool> json)
    {
        var name = new Argument<string>("NAME") { Description = "What people call the key; unique." };
        var secret = new Option<string?>("--secret") { Description = "The secret. Others on this machine may see it: better on standard input.", HelpName = "SECRET" };
        var secretStdin = new Option<bool>("--secret-stdin") { Description = "Read the secret from standard input (else: WARMPATH_SECRET, or a prompt)." };
        var baseUrl = new Option<string?>("--base-url") { Description = "The provider's address. Default: https://api.anthropic.com.", HelpName = "URL" };
        var workspace = new Option<string?>("--workspace") { Description = "Workspace id to send along; keys of several workspaces need it.", HelpName = "ID" };
        var organization = new Option<string?>("--organization") { Description = "What people call its organization, until a response names it.", HelpName = "NAME" };
        var limits = new Option<string[]>("--limits")
        {
            Description = "Limits per minute of a model class, such as opus-5-5:rpm=1000,itpm=450000,otpm=90000; * for any other class. "
                + "May be repeated. Default: learned from the provider.",
            HelpName = "CLASS:LIMITS",
        };
        var command = new Command("add", "Adds a provider key, then checks it at no cost.")
        {
            name, secret, secretStdin, baseUrl, workspace, organization, limits,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var input = new KeyInput
            {
                Name = parsed.GetRequiredValue(name),
                Provider = "anthropic",
                BaseUrl = parsed.GetValue(baseUrl),
                WorkspaceId = parsed.GetValue(workspace),
                Organization = parsed.GetValue(organization),
                Limits = LimitText.Parse(parsed.GetValue(limits) ?? []),
                Secret = await SecretAsync(terminal, parsed.GetValue(secret), parsed.GetValue(secretStdin), cancellationToken),
            };
            using var admin = gateway.Connect(parsed);
            var added = await admin.PostAsync<KeyJson>("/keys", input, cancellationToken);
            var tested = await admin.PostAsync<KeyJson>($"/keys/{added.Id}/test", body: null, cancellationToken);
            return KeyReport.Write(terminal, tested, parsed.GetValue(json));
        });
        return command;
    }

    private static async Task<string> SecretAsync(Terminal terminal, string? option, bool fromInput, CancellationToken cancellationToken)
    {
        if (option is not null && fromInput)
        {
            throw new CommandException("Give --secret or --secret-stdin, not both.", CommandException.WrongUsage);
        }

        var secret = fromInput ? await terminal.In.ReadLineAsync(cancellationToken)
            : option ?? terminal.Variable("WARMPATH_SECRET") ?? terminal.AskSecret("Provider key (not shown): ");
        return secret?.Trim() is { Length: > 0 } given
            ? given
            : throw new CommandException("No secret was given; use --secret-stdin, WARMPATH_SECRET or the prompt.", CommandException.WrongUsage);
    }
}
