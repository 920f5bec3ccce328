using Warmpath.Routing;
using Warmpath.Routing.Catalog;
using Warmpath.Routing.Deciding;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Routing.Limits;
using Warmpath.Routing.Outlines;
using Warmpath.Routing.Warmth;

namespace Warmpath.Testing;

/// <summary>A router on the bench: keys by name, a clock that the test turns, prompts whose sizes are tokens.</summary>
public sealed class RouterBench
{
    public static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    public RouterBench(params string[] keys)
    {
        Router = new Router(ModelCatalog.BuiltIn, new RouterSettings { InitialTokensPerUnit = 1 }, Events.Add);
        foreach (var key in keys)
        {
            Add(key);
        }
    }

    public List<RoutingEvent> Events { get; } = [];

    public Router Router { get; }

    public DateTimeOffset Now { get; set; } = Start;

    public TimeSpan MaximumWait { get; set; } = TimeSpan.FromSeconds(60);

    public double ValueOfTime { get; set; } = 60;

    /// <summary>A key of its own organization and workspace, unless told otherwise.</summary>
    public void Add(string name, string? organization = null, string? workspace = null, long? inputLimit = null, bool draining = false) =>
        Router.SetKey(
            new KeyConfig
            {
                Id = new(name),
                Name = name,
                Provider = "anthropic",
                BaseUrl = "http://127.0.0.1",
                Draining = draining,
                DiscoveredOrganizationId = organization ?? "org-" + name,
                DiscoveredWorkspaceId = workspace ?? "ws-" + name,
                Limits = inputLimit is { } limit ? new Dictionary<string, LimitSettings> { ["*"] = new(null, limit, null) } : null,
            },
            Now);

    public void Pass(double seconds) => Now += TimeSpan.FromSeconds(seconds);

    public RoutingRequest Request(Outline outline, string? session = "s1", string? agent = null, RequestKind kind = RequestKind.Messages) => new()
    {
        Kind = kind,
        Outline = outline,
        Hints = new RequestHints { Session = session, Agent = agent },
        Client = "c1",
        ArrivedAt = Now,
        MaximumWait = MaximumWait,
        ValueOfTimePerHour = ValueOfTime,
    };

    public Ticket Enter(RoutingRequest request, Action? wake = null) => Router.Enter(request, wake);

    public Decision Decide(Ticket ticket) => Router.Decide(ticket, Now);

    /// <summary>Decides and expects the request to go at once.</summary>
    public Attempt Send(Ticket ticket) => Decide(ticket) switch
    {
        Decision.Send send => send.Attempt,
        var other => throw new InvalidOperationException($"Expected to send, was: {other}"),
    };

    /// <summary>One whole answered request; returns the attempt that served it.</summary>
    public Attempt Serve(RoutingRequest request, double seconds = 1)
    {
        var ticket = Enter(request);
        var attempt = Send(ticket);
        Answer(attempt, seconds);
        return attempt;
    }

    /// <summary>The provider answers just what was forecast.</summary>
    public void Answer(Attempt attempt, double seconds = 1, LimitHeaders? limits = null)
    {
        Router.Began(attempt, new ResponseFacts(attempt.Key.DiscoveredOrganizationId, attempt.Key.DiscoveredWorkspaceId, limits), Now);
        Pass(seconds);
        Router.Ended(attempt, UsageOf(attempt.Explanation.Expected), Now);
        Router.Leave(attempt.Ticket, Now);
    }

    public NextStep Fail(Attempt attempt, int status, string? type = null, string? message = null, double? retryAfter = null, string? code = null) =>
        Router.Failed(
            attempt,
            new UpstreamFailure
            {
                Kind = AttemptFailure.Status,
                Status = status,
                ErrorType = type,
                ErrorCode = code,
                Message = message,
                RetryAfter = retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            },
            Now);

    public KeyStatus StatusOf(string key) => Router.View(Now).Keys.Single(k => k.Config.Name == key).Status;

    private static Usage UsageOf(TokenForecast expected) => new(expected.Fresh, expected.Write5m, expected.Write1h, expected.Read, 200);
}
