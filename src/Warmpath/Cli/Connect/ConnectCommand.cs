using System.CommandLine;
using Warmpath.Cli.Clients;
using Warmpath.Gateway.Clients;

namespace Warmpath.Cli.Connect;

/// <summary><c>warmpath connect …</c>: points an agent at the gateway.</summary>
internal static class ConnectCommand
{
    public static Command Create(Terminal terminal)
    {
        var gateway = new GatewayOptions(terminal);
        var clientKey = new Option<string?>("--client-key")
        {
            Description = "A virtual key to use. Default: a new one, named after user and host.", HelpName = "KEY", Recursive = true,
        };
        var terms = new ClientTerms(terminal);
        var command = new Command("connect", "Prints, or with --write writes, the settings that point an agent here.")
        {
            ClaudeCode(terminal, gateway, clientKey, terms), Codex(), Env(terminal, gateway, clientKey, terms),
        };
        gateway.AddTo(command);
        command.Add(clientKey);
        terms.AddTo(command);
        return command;
    }

    private static Command ClaudeCode(Terminal terminal, GatewayOptions gateway, Option<string?> clientKey, ClientTerms terms)
    {
        var write = new Option<bool>("--write") { Description = "Write them into Claude Code's own settings file, keeping the rest of it." };
        var command = new Command("claude-code", "Settings for Claude Code.") { write };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var url = gateway.UrlOf(parsed);
            var path = Path.Combine(terminal.Variable("CLAUDE_CONFIG_DIR") ?? Path.Combine(terminal.Home, ".claude"), "settings.json");
            if (!parsed.GetValue(write))
            {
                var made = await TokenAsync(terminal, gateway, parsed, clientKey, terms, cancellationToken);
                terminal.Out.WriteLine($"Put this into {path} (or let --write do it):");
                terminal.Out.WriteLine(ClaudeCodeSettings.Show(url, made));
                return;
            }

            var settings = ClaudeCodeSettings.Read(path);
            var token = await TokenAsync(terminal, gateway, parsed, clientKey, terms, cancellationToken, settings.TokenFor(url));
            var backup = settings.Write(url, token, terminal.Time.GetUtcNow());
            terminal.Out.WriteLine($"Claude Code uses {url} from its next start on ({path}).");
            if (backup is not null)
            {
                terminal.Out.WriteLine($"The settings before: {backup}");
            }
        });
        return command;
    }

    private static Command Env(Terminal terminal, GatewayOptions gateway, Option<string?> clientKey, ClientTerms terms)
    {
        var write = new Option<bool>("--write") { Description = "Write them into a file of your own that a shell can load." };
        var command = new Command("env", "Lines for a shell: eval \"$(warmpath connect env)\".") { write };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var url = gateway.UrlOf(parsed);
            if (!parsed.GetValue(write))
            {
                foreach (var (name, value) in ClaudeCodeSettings.Env(url, await TokenAsync(terminal, gateway, parsed, clientKey, terms, cancellationToken)))
                {
                    terminal.Out.WriteLine(ShellLine.Export(name, value!.GetValue<string>()));
                }

                return;
            }

            var path = Path.Combine(terminal.Variable("XDG_CONFIG_HOME") ?? Path.Combine(terminal.Home, ".config"), "warmpath", "env");
            var file = EnvFile.Read(path);
            file.Write(url, await TokenAsync(terminal, gateway, parsed, clientKey, terms, cancellationToken, file.TokenFor(url)));
            terminal.Out.WriteLine($"{path} points to {url}. Load it, or let your shell's startup file do so, with:");
            terminal.Out.WriteLine(ShellLine.Load(path));
        });
        return command;
    }

    private static Command Codex()
    {
        var command = new Command("codex", "Settings for Codex; needs OpenAI keys, which this version does not route yet.");
        command.SetAction(int (_) => throw new CommandException(
            "Codex speaks the OpenAI API and needs OpenAI keys behind the gateway, which this version does not route yet; connect Claude Code instead."));
        return command;
    }

    /// <param name="known">The one that a file written before has for this gateway.</param>
    private static async Task<string> TokenAsync(
        Terminal terminal, GatewayOptions gateway, ParseResult parsed, Option<string?> clientKey, ClientTerms terms, CancellationToken cancellationToken,
        string? known = null)
    {
        var given = parsed.GetValue(clientKey);
        if (given is not null && !ClientToken.IsVirtualKey(given))
        {
            throw new CommandException(
                $"{clientKey.Name} is no virtual key, which begins with wp- and is shown when it is made; without the option a new one is made.", CommandException.WrongUsage);
        }

        if ((given ?? known) is { } token)
        {
            return terms.Given(parsed) is not { } term ? token : throw new CommandException(
                $"{term} is for a new virtual key, and there is one already{(given is null ? " in the file" : "")}; warmpath client change gives it other terms.",
                CommandException.WrongUsage);
        }

        using var admin = gateway.Connect(parsed);
        return await OwnVirtualKey.MakeAsync(admin, terminal.UserAtHost, terms.Read(parsed, current: null), cancellationToken);
    }
}
