using System.CommandLine;
using Warmpath.Gateway.Admin.Clients;
using Warmpath.Routing.Fleet;

namespace Warmpath.Cli.Connect;

/// <summary><c>warmpath connect …</c>: points an agent at the gateway.</summary>
internal static class ConnectCommand
{
    public static Command Create(Terminal terminal)
    {
        var gateway = new GatewayOptions(terminal);
        var key = new OwnVirtualKey(terminal, gateway);
        var command = new Command("connect", "Prints, or with --write writes, the settings that point an agent here.")
        {
            ClaudeCode(terminal, gateway, key), Codex(terminal, gateway, key), Env(terminal, gateway, key),
        };
        gateway.AddTo(command);
        key.AddTo(command);
        return command;
    }

    private static Command ClaudeCode(Terminal terminal, GatewayOptions gateway, OwnVirtualKey key)
    {
        var write = new Option<bool>("--write") { Description = "Write them into Claude Code's own settings file, keeping the rest of it." };
        var command = new Command("claude-code", "Settings for Claude Code.") { write };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var url = gateway.UrlOf(parsed);
            var path = Path.Combine(terminal.Variable("CLAUDE_CONFIG_DIR") ?? Path.Combine(terminal.Home, ".claude"), "settings.json");
            if (!parsed.GetValue(write))
            {
                var made = await key.TokenAsync(parsed, cancellationToken);
                terminal.Out.WriteLine($"Put this into {path} (or let --write do it):");
                terminal.Out.WriteLine(ClaudeCodeSettings.Show(url, made));
                return;
            }

            var known = ClaudeCodeSettings.Read(path).TokenFor(url);
            if (known is null)
            {
                PrivateFile.Check(path);
            }

            var token = await key.TokenAsync(parsed, cancellationToken, known);
            var settings = ClaudeCodeSettings.Read(path); // again: it may have been changed while the key was made
            Tell(terminal, "Claude Code", url, path, settings.Write(url, token, terminal.Time.GetUtcNow()));
        });
        return command;
    }

    private static Command Codex(Terminal terminal, GatewayOptions gateway, OwnVirtualKey key)
    {
        var write = new Option<bool>("--write") { Description = "Write them into Codex's own config.toml, keeping the rest of it, and the virtual key into a file of your own that a shell can load." };
        var command = new Command("codex", "Settings for Codex, which needs keys of OpenAI behind the gateway.") { write };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var url = gateway.UrlOf(parsed);
            var path = Path.Combine(terminal.Variable("CODEX_HOME") ?? Path.Combine(terminal.Home, ".codex"), "config.toml");
            if (!parsed.GetValue(write))
            {
                var made = await key.TokenAsync(parsed, cancellationToken);
                terminal.Out.WriteLine($"Put this into {path} (or let --write do it), the first line above all tables:");
                terminal.Out.WriteLine($"{CodexConnection.Toml(url)}\n\nand this into the environment of Codex:");
                terminal.Out.WriteLine(ShellLine.Export(CodexConnection.KeyVariable, made));
                return;
            }

            CodexSettings.Read(path, url).Check();
            var file = EnvFile.Of(terminal);
            PrivateFile.Check(file.Path);
            var token = await key.TokenAsync(parsed, cancellationToken, file.CodexTokenFor(url));

            // Again: either may have been changed while the key was made.
            var settings = CodexSettings.Read(path, url);
            file = EnvFile.Of(terminal);
            Tell(terminal, "Codex", url, path, Write(settings, file, url, token, terminal.Time.GetUtcNow()));
            if (settings.StrayProfile is { } profile)
            {
                terminal.Out.WriteLine($"Older versions of Codex follow the profile {profile} in it, which chooses a provider of its own: take that line out of the profile.");
            }

            terminal.Out.WriteLine($"It takes its virtual key from {CodexConnection.KeyVariable}, which stands in {file.Path}. Load that, or let your shell's startup file do so, with:");
            terminal.Out.WriteLine(ShellLine.Load(file.Path));
        });
        return command;
    }

    private static Command Env(Terminal terminal, GatewayOptions gateway, OwnVirtualKey key)
    {
        var write = new Option<bool>("--write") { Description = "Write them into a file of your own that a shell can load." };
        var provider = new Option<string[]>("--provider")
        {
            Description = "Whose API is spoken; may be repeated. openai points the libraries of OpenAI here.", HelpName = string.Join('|', Providers.All),
            DefaultValueFactory = _ => [Providers.Anthropic],
        };
        provider.AcceptOnlyFromAmong([.. Providers.All]);
        var command = new Command("env", "Lines for a shell: eval \"$(warmpath connect env)\".") { provider, write };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var url = gateway.UrlOf(parsed);
            var file = parsed.GetValue(write) ? EnvFile.Of(terminal) : null;
            var known = file?.TokenFor(url);
            if (file is not null && known is null)
            {
                PrivateFile.Check(file.Path);
            }

            var token = await key.TokenAsync(parsed, cancellationToken, known);
            var lines = parsed.GetRequiredValue(provider).Distinct().SelectMany(each => AgentEnvironment.Of(each, url, token));
            if (file is null)
            {
                foreach (var (name, value) in lines)
                {
                    terminal.Out.WriteLine(ShellLine.Export(name, value));
                }

                return;
            }

            EnvFile.Of(terminal).Write(lines); // read again: it may have been changed while the key was made
            terminal.Out.WriteLine($"{file.Path} points to {url}. Load it, or let your shell's startup file do so, with:");
            terminal.Out.WriteLine(ShellLine.Load(file.Path));
        });
        return command;
    }

    // Together or not at all: with a key of this gateway's Codex would be refused where its settings still point to another.
    private static string? Write(CodexSettings settings, EnvFile file, string url, string token, DateTimeOffset now)
    {
        var replaces = file.Value(CodexConnection.KeyVariable) is not null;
        file.Write(AgentEnvironment.OfCodex(url, token));
        try
        {
            return settings.Write(now);
        }
        catch when (replaces) // what replaces none stays for the next try
        {
            file.Restore();
            throw;
        }
    }

    private static void Tell(Terminal terminal, string agent, string url, string path, string? backup)
    {
        terminal.Out.WriteLine($"{agent} uses {url} from its next start on ({path}).");
        if (backup is not null)
        {
            terminal.Out.WriteLine($"The settings before: {backup}");
        }
    }
}
