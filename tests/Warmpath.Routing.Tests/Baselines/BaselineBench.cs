using Warmpath.Routing.Baselines;
using Warmpath.Routing.Deciding;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Routing.Outlines;
using Warmpath.Testing;

namespace Warmpath.Routing.Tests.Baselines;

/// <summary>A baseline over keys a, b, c, and a clock that the test turns.</summary>
internal sealed class BaselineBench(string baseline, int keys = 3, BaselineOptions? options = null)
{
    public IRouter Router { get; } = BaselineRouters.Create(
        baseline,
        [.. Enumerable.Range(0, keys).Select(i => $"{(char)('a' + i)}").Select(name => new KeyConfig { Id = new(name), Name = name, Provider = "anthropic", BaseUrl = "http://127.0.0.1" })],
        options ?? new());

    public DateTimeOffset Now { get; set; } = RouterBench.Start;

    public static Outline Prompt(params (string Name, int Tokens)[] turns) => PromptFor("sonnet", turns);

    public static Outline PromptFor(string model, params (string Name, int Tokens)[] turns)
    {
        var prompt = Testing.Prompt.For(model).Front("front", 5_000).Mark();
        foreach (var (name, tokens) in turns)
        {
            prompt = prompt.Turn(name, tokens);
        }

        return prompt.Mark().Outline();
    }

    public Ticket Enter(string? session, Outline? prompt = null) => Router.Enter(
        new()
        {
            Kind = RequestKind.Messages,
            Outline = prompt ?? Prompt((session ?? "", 2_000)),
            Hints = new() { Session = session },
            Client = "u",
            ArrivedAt = Now,
            MaximumWait = TimeSpan.FromSeconds(60),
            ValueOfTimePerHour = 60,
        },
        null);

    public Attempt Send(Ticket ticket) => Assert.IsType<Decision.Send>(Router.Decide(ticket, Now)).Attempt;

    /// <summary>One answered request; returns the key that served it.</summary>
    public string Serve(string? session, Outline? prompt = null, Usage? usage = null)
    {
        var ticket = Enter(session, prompt);
        var attempt = Send(ticket);
        Router.Began(attempt, ResponseFacts.None, Now);
        Now += TimeSpan.FromSeconds(1);
        Router.Ended(attempt, usage, Now);
        Router.Leave(ticket, Now);
        return attempt.Key.Name;
    }

    /// <summary>Seconds that the request is held now.</summary>
    public double Held(Ticket ticket) => (Assert.IsType<Decision.Wait>(Router.Decide(ticket, Now)).Until - Now).TotalSeconds;

    /// <summary>The <c>retry-after</c> of the refusal that the request gets now.</summary>
    public double? RefusedFor(Ticket ticket) => Assert.IsType<Decision.Refuse>(Router.Decide(ticket, Now)).Refusal.RetryAfter?.TotalSeconds;

    public NextStep Refuse(Attempt attempt, double? retryAfter = null, int status = 429) => Router.Failed(
        attempt,
        new UpstreamFailure
        {
            Kind = AttemptFailure.Status, Status = status, RetryAfter = retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        },
        Now);
}
