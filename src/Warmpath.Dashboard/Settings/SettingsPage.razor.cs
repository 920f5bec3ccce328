using Microsoft.AspNetCore.Components;
using Radzen;
using Warmpath.Dashboard.Shell;
using Warmpath.Dashboard.SignIn;
using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Admin.Settings;
using Warmpath.Gateway.Settings;
using Warmpath.Routing;
using Warmpath.Storage.Settings;

namespace Warmpath.Dashboard.Settings;

/// <summary>The settings as a form, with what the value of time means worked out while it is typed.</summary>
public partial class SettingsPage(
    LiveSettings settings, SettingsOperations operations, Router router, TimeProvider time, Operator person, NotificationService notifications)
    : ComponentBase
{
    private static readonly string[] ShownFields =
    [
        "policy", "valueOfTimePerHour", "maximumWaitSeconds", "firstByteSecondsStreaming", "firstByteSecondsWhole", "retentionDays", "allowedHosts",
    ];

    private static readonly (string Model, long Tokens)[] Conversations =
        [("claude-haiku-5-5", 40_000), ("claude-sonnet-5-5", 60_000), ("claude-sonnet-5-5", 150_000), ("claude-opus-5-5", 150_000)];

    private bool _mayChange;
    private string _policy = "";
    private double _valueOfTime;
    private double _maximumWait;
    private LifetimeMode _lifetime;
    private bool _autoCache;
    private int _retentionDays;
    private double _firstByteStreaming;
    private double _firstByteWhole;
    private bool _passOverloaded;
    private string _allowedHosts = "";
    private Outcome<GatewaySettings>? _outcome;

    private IEnumerable<Example> Examples => Conversations.Select(conversation =>
    {
        var cost = WaitWorth.MoveCost(router.Catalog.Facts(conversation.Model, time.GetUtcNow()), conversation.Tokens);
        var wait = WaitWorth.LongestWait(cost, _valueOfTime);
        var longest = TimeSpan.FromSeconds(_maximumWait);
        var said = wait is null || wait > longest ? $"{Plain.Span(longest)}, the maximum" : Plain.Span(wait.Value);
        return new Example(conversation.Model, conversation.Tokens, cost, said);
    });

    protected override async Task OnInitializedAsync()
    {
        _mayChange = await person.MayChangeAsync();
        Show(settings.Current);
    }

    private static string PolicyInWords(string policy) => policy switch
    {
        "cost-aware" => "Each request goes where tokens, waiting and moving together cost least.",
        "session-sticky" => "A session stays on its key until it fails. For comparison.",
        "round-robin" => "Keys take turns, whatever is warm. For comparison.",
        "single-key" => "One key takes everything it can. For comparison.",
        _ => "",
    };

    private void Show(GatewaySettings current)
    {
        _policy = current.Policy;
        _valueOfTime = current.ValueOfTimePerHour;
        _maximumWait = current.MaximumWaitSeconds;
        _lifetime = current.Lifetime;
        _autoCache = current.AutoCache;
        _retentionDays = current.RetentionDays;
        _firstByteStreaming = current.FirstByteSecondsStreaming;
        _firstByteWhole = current.FirstByteSecondsWhole;
        _passOverloaded = current.PassOverloaded;
        _allowedHosts = string.Join(' ', current.AllowedHosts);
    }

    private async Task SaveAsync()
    {
        _outcome = await person.ActAsync(() => operations.ChangeAsync((current, _) => Over(current), Operator.Name, CancellationToken.None));
        if (_outcome.Value is { } saved)
        {
            Show(saved);
            notifications.Say("The settings are in force.");
        }
    }

    private GatewaySettings Over(GatewaySettings current) => current with
    {
        Policy = _policy,
        ValueOfTimePerHour = _valueOfTime,
        MaximumWaitSeconds = _maximumWait,
        Lifetime = _lifetime,
        AutoCache = _autoCache,
        RetentionDays = _retentionDays,
        FirstByteSecondsStreaming = _firstByteStreaming,
        FirstByteSecondsWhole = _firstByteWhole,
        PassOverloaded = _passOverloaded,
        AllowedHosts = _allowedHosts.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
    };

    /// <param name="MoveCost">$.</param>
    private sealed record Example(string Model, long Tokens, double MoveCost, string Wait);
}
