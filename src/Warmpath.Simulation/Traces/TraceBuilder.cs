using Warmpath.Routing.Outlines;

namespace Warmpath.Simulation.Traces;

/// <summary>Puts a trace together, request by request, and keeps its rules.</summary>
public sealed class TraceBuilder
{
    /// <summary>Tokens of a prompt: sums of sizes are counted in 32 bits from here on.</summary>
    private const int MostTokens = 2_000_000_000;

    private readonly Dictionary<UInt128, Prefix> _prefixes = [];
    private readonly Dictionary<(string Session, string Stream), int> _last = [];
    private readonly List<TraceRequest> _requests = [];

    public int Count => _requests.Count;

    /// <summary>One block more.</summary>
    /// <param name="before">Null for the first block of a prompt.</param>
    /// <exception cref="TraceFormatException">The same chain position had another token count before, or the prompt has too many.</exception>
    public Prefix Extend(string modelClass, Prefix? before, string id, int tokens)
    {
        if ((before?.TotalTokens ?? 0) + tokens > MostTokens)
        {
            throw new TraceFormatException($"blocks: number {before?.Length ?? 0} makes the prompt larger than the {MostTokens} tokens that one may have");
        }

        var digest = Prefix.DigestOf(modelClass, before, id);
        if (!_prefixes.TryGetValue(digest, out var prefix))
        {
            _prefixes.Add(digest, prefix = new Prefix(before, id, tokens, digest));
        }

        return prefix.Tokens == tokens
            ? prefix
            : throw new TraceFormatException($"block {prefix.Length - 1} has {tokens} tokens, but had {prefix.Tokens} in an earlier prompt that begins alike");
    }

    /// <summary>The request's line is <see cref="Count"/>; what is missing of <paramref name="draft"/> is found out here.</summary>
    /// <exception cref="TraceFormatException">The request breaks a rule of the format.</exception>
    public int Add(TraceDraft draft)
    {
        var stream = draft.Stream ?? draft.Session;
        var after = draft.After;
        if (after is null && draft.Think is not null)
        {
            after = _last.TryGetValue((draft.Session, stream), out var previous) ? [previous] : null;
        }

        if (after is null or { Count: 0 } && draft.At is null)
        {
            throw new TraceFormatException(draft.After is not null ? "one of t, think and after is needed: an empty after names no line, and think without after follows the stream"
                : draft.Think is null ? "one of t, think and after is needed"
                : "think follows the previous request of the stream, but this is its first: give t or after");
        }

        if (after is not null && after.Any(line => line < 0 || line >= Count))
        {
            throw new TraceFormatException($"after: {after.First(line => line < 0 || line >= Count)} is no earlier line (0-based)");
        }

        var request = new TraceRequest
        {
            Index = Count,
            Session = draft.Session,
            Stream = stream,
            User = draft.User,
            Model = draft.Model,
            ModelClass = ModelClass.Of(draft.Model),
            At = draft.At,
            Think = after is null ? TimeSpan.Zero : draft.Think ?? TimeSpan.Zero,
            After = after ?? [],
            Forks = draft.After is not null,
            Prompt = draft.Prompt,
            Breakpoints = Checked(draft),
            OutputTokens = draft.OutputTokens,
            Took = draft.Took,
            Met = draft.Met,
        };
        _requests.Add(request);
        _last[(draft.Session, stream)] = request.Index;
        return request.Index;
    }

    public Trace Build() => new(_requests);

    private static Breakpoint[] Checked(TraceDraft draft)
    {
        var breakpoints = draft.Breakpoints.OrderBy(breakpoint => breakpoint.Block).ToArray();
        if (breakpoints.Length > 4)
        {
            throw new TraceFormatException($"breakpoints: {breakpoints.Length} are more than the 4 that a request may have");
        }

        for (var i = 0; i < breakpoints.Length; i++)
        {
            if (breakpoints[i].Block < 0 || breakpoints[i].Block >= draft.Prompt.Length)
            {
                throw new TraceFormatException($"breakpoints: {breakpoints[i].Block} is no block; there are {draft.Prompt.Length}, counted from 0");
            }

            if (i > 0 && breakpoints[i].Block == breakpoints[i - 1].Block)
            {
                throw new TraceFormatException($"breakpoints: {breakpoints[i].Block} stands twice");
            }

            if (i > 0 && breakpoints[i].Lifetime > breakpoints[i - 1].Lifetime)
            {
                throw new TraceFormatException("ttl: a 1h breakpoint stands after a 5m one; the longer lifetime comes first");
            }
        }

        return breakpoints;
    }
}
