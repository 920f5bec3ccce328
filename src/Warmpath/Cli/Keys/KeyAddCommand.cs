using System.CommandLine;
using Warmpath.Gateway.Admin.Keys;
using Warmpath.Routing.Fleet;

namespace Warmpath.Cli.Keys;

/// <summary><c>warmpath key add NAME</c>: adds a provider key, checks it, and says what was found.</summary>
internal static class KeyAddCommand
{
    public static Command Create(Terminal terminal, GatewayOptions gateway, Option<bool> json)
    {
        var name = new Argument<string>("NAME") { Description = "What people call the key; unique." };
        var provider = new Option<string>("--provider") { Description = "Whose key it is.", HelpName = string.Join('|', Providers.All), DefaultValueFactory = _ => Providers.Anthropic };
        provider.AcceptOnlyFromAmong([.. Providers.All]);
        var terms = new KeyTerms(terminal);
        var command = new Command("add", "Adds a provider key, then checks it at no cost. Without an option the secret comes from WARMPATH_SECRET, or a prompt.") { name, provider };
        terms.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var input = terms.Read(parsed);
            input["name"] = parsed.GetRequiredValue(name);
            input["provider"] = parsed.GetRequiredValue(provider);
            input["secret"] = await terms.SecretAsync(parsed, cancellationToken) ?? SecretOf(terminal);
            using var admin = gateway.Connect(parsed);
            var added = await admin.PostAsync<KeyJson>("/keys", input, cancellationToken);
            var tested = await admin.PostAsync<KeyJson>($"/keys/{added.Id}/test", body: null, cancellationToken);
            return KeyReport.Write(terminal, tested, parsed.GetValue(json));
        });
        return command;
    }

    private static string SecretOf(Terminal terminal) =>
        (terminal.Variable("WARMPATH_SECRET") ?? terminal.AskSecret("Provider key (not shown): "))?.Trim() is { Length: > 0 } given
            ? given
            : throw new CommandException("No secret was given; use --secret-stdin, WARMPATH_SECRET or the prompt.", CommandException.WrongUsage);
}
