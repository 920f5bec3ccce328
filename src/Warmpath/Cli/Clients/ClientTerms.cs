using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Admin.Clients;
using Warmpath.Storage.Clients;

namespace Warmpath.Cli.Clients;

/// <summary>The options that say what a client may do and spend. <c>none</c> takes a bound away.</summary>
internal sealed class ClientTerms(Terminal terminal)
{
    private const string None = "none";

    private readonly Option<string?> _day = Bound("--budget-day", "DOLLARS", "$ that it may spend in a day (UTC).");
    private readonly Option<string?> _week = Bound("--budget-week", "DOLLARS", "$ that it may spend in a week (UTC, from Monday on).");
    private readonly Option<string?> _month = Bound("--budget-month", "DOLLARS", "$ that it may spend in a month (UTC).");
    private readonly Option<string?> _requests = Bound("--requests-per-minute", "N", "Requests a minute.");
    private readonly Option<string?> _tokens = Bound("--tokens-per-minute", "N", "Tokens a minute: prompts beyond cache reads, and answers.");
    private readonly Option<string?> _concurrent = Bound("--concurrent", "N", "Requests under way at one time.");
    private readonly Option<string?> _models = Bound("--models", "MODELS", "Models that it may use, comma-separated; claude-opus-* takes all that begin so.");
    private readonly Option<string?> _expires = Bound("--expires", "WHEN", "When its virtual key ends: 30d, 12h, or a date such as 2027-01-31.");
    private readonly Option<string?> _valueOfTime = Bound("--value-of-time", "DOLLARS", "$ per hour of waiting. Default: the gateway's setting.");

    private IEnumerable<Option<string?>> All => [_day, _week, _month, _requests, _tokens, _concurrent, _models, _expires, _valueOfTime];

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>The first option that was given; null when none was.</summary>
    public string? Given(ParseResult parsed) => All.FirstOrDefault(option => parsed.GetValue(option) is not null)?.Name;

    /// <summary>What was typed, as the admin API takes it.</summary>
    /// <param name="current">The client to be changed, whose other budgets and limits stay; null for a new one.</param>
    /// <exception cref="CommandException">A value is none.</exception>
    public JsonObject Read(ParseResult parsed, ClientJson? current)
    {
        var body = new JsonObject();
        var budget = current?.Budget ?? new ClientBudget();
        var limits = current?.Limits ?? new ClientLimits();
        if (new[] { _day, _week, _month }.Any(option => parsed.GetValue(option) is not null))
        {
            budget = new(Dollars(parsed, _day, budget.Day), Dollars(parsed, _week, budget.Week), Dollars(parsed, _month, budget.Month));
            body["budget"] = budget == new ClientBudget() ? null : JsonSerializer.SerializeToNode(budget, AdminJson.Options);
        }

        if (new[] { _requests, _tokens, _concurrent }.Any(option => parsed.GetValue(option) is not null))
        {
            limits = new(
                Number(parsed, _requests, limits.RequestsPerMinute), Number(parsed, _tokens, limits.TokensPerMinute),
                (int?)Number(parsed, _concurrent, limits.ConcurrentRequests));
            body["limits"] = limits == new ClientLimits() ? null : JsonSerializer.SerializeToNode(limits, AdminJson.Options);
        }

        if (parsed.GetValue(_models) is { } models)
        {
            var names = models.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            body["models"] = models == None ? null : JsonSerializer.SerializeToNode(names, AdminJson.Options);
        }

        if (parsed.GetValue(_expires) is { } expires)
        {
            body["expiresAt"] = expires == None ? null : End(expires);
        }

        if (parsed.GetValue(_valueOfTime) is not null)
        {
            body["valueOfTimePerHour"] = Dollars(parsed, _valueOfTime, null);
        }

        return body;
    }

    private DateTimeOffset End(string expires)
    {
        var now = terminal.Time.GetUtcNow();
        var end = Spans.Moment(expires, _expires.Name, now);
        return end > now ? end : throw new CommandException(
            $"{_expires.Name} {expires} is past; warmpath client change CLIENT --disable refuses a client from now on.", CommandException.WrongUsage);
    }

    private static Option<string?> Bound(string name, string help, string description) => new(name)
    {
        Description = description, HelpName = help, Recursive = true, // also for the verbs of warmpath connect
    };

    private static double? Dollars(ParseResult parsed, Option<string?> option, double? current) => parsed.GetValue(option) switch
    {
        null => current,
        None => null,
        var text when double.TryParse(text.TrimStart('$'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars) => dollars,
        var text => throw new CommandException($"{option.Name} {text} is no number of dollars; {None} takes the bound away.", CommandException.WrongUsage),
    };

    private static long? Number(ParseResult parsed, Option<string?> option, long? current) => parsed.GetValue(option) switch
    {
        null => current,
        None => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw new CommandException($"{option.Name} {text} is no whole number; {None} takes the bound away.", CommandException.WrongUsage),
    };
}
