using Warmpath.Routing.Outlines;
using Warmpath.Simulation.Traces;

namespace Warmpath.Simulation.Workloads;

/// <summary>One growing conversation while it is drawn: blocks are said, and each call sends all of them, marked as Claude Code marks.</summary>
internal sealed class Conversation(TraceBuilder trace, string model, string session, string stream, string user)
{
    private readonly string _class = ModelClass.Of(model);
    private Prefix? _front;
    private Prefix? _prompt;
    private int _said;

    public string Session { get; } = session;

    public string User { get; } = user;

    /// <summary>The line of its last call.</summary>
    public int Last { get; private set; }

    public long Tokens => _prompt?.TotalTokens ?? 0;

    /// <summary>When its first call arrives; null when that follows others.</summary>
    public TimeSpan? Due { get; set; }

    /// <summary>What the next call waits for; null = the call before.</summary>
    public IReadOnlyList<int>? After { get; set; }

    /// <param name="front">Blocks that other conversations share, each marked.</param>
    public void Begin(IEnumerable<(string Id, int Tokens)> front)
    {
        foreach (var (id, tokens) in front)
        {
            _front = trace.Extend(_class, _front, id, tokens);
        }

        _prompt = _front;
    }

    public void Say(string what, int tokens) => _prompt = trace.Extend(_class, _prompt, $"{stream}.{what}{_said++}", tokens);

    /// <summary>Only the front and one block in place of all the rest are left.</summary>
    public void StartOver(string what, int tokens)
    {
        _prompt = _front;
        Say(what, tokens);
    }

    public void Call(double think, int output)
    {
        var (front, prompt) = (_front!, _prompt!); // begun before it calls
        var marks = Enumerable.Range(0, front.Length).Append(prompt.Length - 1).Distinct();
        Last = trace.Add(new()
        {
            Session = Session,
            Stream = stream,
            User = User,
            Model = model,
            At = Due,
            After = Due is not null ? null : After,
            Think = Due is not null ? null : Seconds.ToTime(Math.Round(think, 3)),
            Prompt = prompt,
            Breakpoints = [.. marks.Select(block => new Breakpoint(block, CacheLifetime.FiveMinutes))],
            OutputTokens = output,
        });
        (Due, After) = (null, null);
    }
}
