namespace Warmpath.Routing.Lineages;

/// <summary>
/// Finds out, after the fact, what each request followed upon: the lineage's previous answer, the answers of subagents that it had sent
/// out (join), or the call that sent it out (fork).
/// </summary>
/// <remarks>Requests come in the order of first decisions. Not safe for several threads. Sessions that rest are forgotten by <see cref="Forget"/>.</remarks>
public sealed class ConversationFlow
{
    private readonly Dictionary<(string Client, string Session), Dictionary<string, Line>> _sessions = [];

    /// <summary>How many it remembers; the caller bounds it by <see cref="Forget"/>.</summary>
    public int Sessions => _sessions.Count;

    /// <returns>Null when the request followed upon nothing that is known, or came while its lineage's previous one was under way: an open loop.</returns>
    public Precedents? Next(ServedRequest served) => Next(
        served.Request.Client, served.Session, served.Lineage, served.Request.Hints.Agent, served.Request.Hints.ParentAgent,
        served.DecidedAt, served.EndedAt);

    /// <inheritdoc cref="Next(ServedRequest)"/>
    /// <param name="agent">Null for the main conversation.</param>
    /// <param name="parent">The agent that sent it out; null where that is the main conversation.</param>
    public Precedents? Next(
        string client, string session, string lineage, string? agent, string? parent, DateTimeOffset arrivedAt, DateTimeOffset endedAt)
    {
        if (!_sessions.TryGetValue((client, session), out var lines))
        {
            _sessions[(client, session)] = lines = [];
        }

        lines.TryGetValue(lineage, out var line);
        var precedents = line is not null ? Following(lines, lineage, line, arrivedAt)
            : agent is null ? null
            : Forked(lines, parent, arrivedAt);
        if (line is null)
        {
            lines[lineage] = line = new Line(agent, parent, arrivedAt);
        }

        line.EndedAt = endedAt > line.EndedAt ? endedAt : line.EndedAt;
        return precedents;
    }

    /// <summary>Forgets sessions whose last answer ended before that.</summary>
    public void Forget(DateTimeOffset before)
    {
        foreach (var (session, lines) in _sessions)
        {
            if (lines.Values.All(line => line.EndedAt < before))
            {
                _sessions.Remove(session);
            }
        }
    }

    private static Precedents? Following(Dictionary<string, Line> lines, string lineage, Line line, DateTimeOffset arrivedAt)
    {
        if (line.EndedAt > arrivedAt)
        {
            return null;
        }

        if (lines.Count == 1)
        {
            return new([lineage], arrivedAt - line.EndedAt); // as most sessions are
        }

        var joined = lines.Where(other => other.Key != lineage && other.Value.Agent is not null && other.Value.Parent == line.Agent
            && other.Value.BeganAt >= line.EndedAt && other.Value.EndedAt <= arrivedAt).ToList();
        return joined.Count == 0
            ? new([lineage], arrivedAt - line.EndedAt)
            : new([.. joined.Select(other => other.Key)], arrivedAt - joined.Max(other => other.Value.EndedAt));
    }

    private static Precedents? Forked(Dictionary<string, Line> lines, string? parent, DateTimeOffset arrivedAt)
    {
        foreach (var (lineage, line) in lines)
        {
            if (line.Agent == parent && line.EndedAt <= arrivedAt)
            {
                return new([lineage], arrivedAt - line.EndedAt);
            }
        }

        return null;
    }

    private sealed class Line(string? agent, string? parent, DateTimeOffset beganAt)
    {
        /// <summary>Null for the main conversation.</summary>
        public string? Agent { get; } = agent;

        /// <summary>The agent that sent it out; null for the main conversation.</summary>
        public string? Parent { get; } = parent;

        public DateTimeOffset BeganAt { get; } = beganAt;

        public DateTimeOffset EndedAt { get; set; }
    }
}
