using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Warmpath.Gateway.Admin;

namespace Warmpath.Cli.Keys;

/// <summary>The options that say what a key is. <c>none</c> takes one of them away.</summary>
internal sealed class KeyTerms(Terminal terminal)
{
    private const string None = "none";

    private readonly Option<string?> _secret = new("--secret") { Description = "The secret. Others on this machine may see it: better on standard input.", HelpName = "SECRET" };
    private readonly Option<bool> _secretStdin = new("--secret-stdin") { Description = "Read the secret from standard input." };
    private readonly Option<string?> _baseUrl = new("--base-url") { Description = "The provider's address. Default: https://api.anthropic.com, for keys of OpenAI https://api.openai.com.", HelpName = "URL" };
    private readonly Option<string?> _workspace = new("--workspace") { Description = "Workspace id to send along, for keys of OpenAI the project's; keys of several workspaces need it.", HelpName = "ID" };
    private readonly Option<string?> _organization = new("--organization") { Description = "What people call its organization, until a response names it.", HelpName = "NAME" };
    private readonly Option<string[]> _limits = new("--limits")
    {
        Description = "Limits per minute of a model class, such as opus-5-5:rpm=1000,itpm=450000,otpm=90000; * for any other class. "
            + "May be repeated. Default: learned from the provider.",
        HelpName = "CLASS:LIMITS",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _secret, _secretStdin, _baseUrl, _workspace, _organization, _limits })
        {
            command.Add(option);
        }
    }

    /// <summary>What was typed, as the admin API takes it, all but the secret.</summary>
    /// <exception cref="CommandException">A value is none.</exception>
    public JsonObject Read(ParseResult parsed)
    {
        var body = new JsonObject();
        foreach (var (option, field) in new[] { (_baseUrl, "baseUrl"), (_workspace, "workspaceId"), (_organization, "organization") })
        {
            if (parsed.GetValue(option) is { } text)
            {
                body[field] = text == None ? null : text;
            }
        }

        if (parsed.GetValue(_limits) is { Length: > 0 } limits)
        {
            body["limits"] = limits is [None] ? null : JsonSerializer.SerializeToNode(LimitText.Parse(limits), AdminJson.Options);
        }

        return body;
    }

    /// <returns>Null when no option gives one.</returns>
    /// <exception cref="CommandException">Both options do, or it is empty.</exception>
    public async Task<string?> SecretAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (option, fromInput) = (parsed.GetValue(_secret), parsed.GetValue(_secretStdin));
        if (option is null && !fromInput)
        {
            return null;
        }

        if (option is not null && fromInput)
        {
            throw new CommandException("Give --secret or --secret-stdin, not both.", CommandException.WrongUsage);
        }

        return (option ?? await terminal.In.ReadLineAsync(cancellationToken))?.Trim() is { Length: > 0 } secret
            ? secret
            : throw new CommandException("The secret that was given is empty.", CommandException.WrongUsage);
    }
}
