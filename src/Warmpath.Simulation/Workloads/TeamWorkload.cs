using Warmpath.Routing;
using Warmpath.Simulation.Traces;

namespace Warmpath.Simulation.Workloads;

/// <summary>Draws the trace of a team: each developer goes through conversations, bursts and pauses; all of it closed loop.</summary>
internal sealed class TeamWorkload
{
    /// <summary>The agent starts within so many seconds of one another in the morning.</summary>
    private const double MorningSeconds = 1_200;

    /// <summary>A response's pace, for guessing how long a developer's day has lasted; the run itself decides.</summary>
    private const double GuessedTokensPerSecond = 60;

    private readonly TraceBuilder _trace = new();
    private readonly TeamParameters _team;

    private TeamWorkload(TeamParameters team) => _team = team;

    public static Trace Draw(TeamParameters team, SeededRandom random)
    {
        var workload = new TeamWorkload(team);
        for (var i = 0; i < team.Developers; i++)
        {
            workload.DrawDeveloper($"d{i}", random.Fork());
        }

        return workload._trace.Build();
    }

    private void DrawDeveloper(string user, SeededRandom random)
    {
        var project = random.Between(_team.ProjectTokens.Least, _team.ProjectTokens.Most);
        var clock = random.Between(0, MorningSeconds);
        var first = true;
        for (var number = 0; clock < _team.Hours * 3600; number++)
        {
            var session = $"{user}.c{number}";
            var conversation = new Conversation(_trace, _team.Model, session, session, user);
            conversation.Begin([("sys", _team.FrontTokens), ($"{user}.project", project)]);
            conversation.Due = first ? TimeSpan.FromSeconds(clock) : null;
            clock += DrawConversation(conversation, first ? [] : [_trace.Count - 1], (_team.Hours * 3600) - clock, random);
            first = false;
        }
    }

    /// <param name="previous">The last request of the conversation before; empty for a developer's first.</param>
    /// <param name="left">Seconds until the developer goes home.</param>
    /// <returns>About how long it lasts, in seconds.</returns>
    private double DrawConversation(Conversation conversation, IReadOnlyList<int> previous, double left, SeededRandom random)
    {
        var seconds = 0d;
        var bursts = random.Between(_team.BurstsInConversation.Least, _team.BurstsInConversation.Most);
        conversation.After = previous;
        for (var burst = 0; burst < bursts && seconds < left; burst++)
        {
            var pause = conversation.Due is null ? Math.Min(_team.LongestPauseSeconds, random.LogNormal(_team.PauseSeconds, _team.PauseSpread)) : 0;
            conversation.Say("user", random.Between(_team.UserTokens.Least, _team.UserTokens.Most));
            seconds += pause + DrawBurst(conversation, pause, random);
        }

        return seconds;
    }

    private double DrawBurst(Conversation conversation, double pause, SeededRandom random)
    {
        var seconds = 0d;
        var think = pause;
        var calls = random.Between(_team.CallsInBurst.Least, _team.CallsInBurst.Most);
        for (var call = 0; call < calls; call++)
        {
            if (conversation.Tokens > _team.CompactAt)
            {
                seconds += Compact(conversation, think, random);
                think = 1;
            }

            seconds += Call(conversation, think, random);
            think = random.LogNormal(_team.ToolSeconds, 0.8);
            if (call == 0 && random.Chance(_team.SubagentChance))
            {
                seconds += SendOut(conversation, think, random);
            }
            else
            {
                conversation.Say("tool", Tokens(random, _team.ToolTokens, 1.0));
            }

            seconds += think;
        }

        return seconds;
    }

    private double Call(Conversation conversation, double think, SeededRandom random)
    {
        var output = Tokens(random, _team.OutputTokens, 0.8);
        conversation.Call(think, output);
        conversation.Say("assistant", output);
        return 1 + (output / GuessedTokensPerSecond);
    }

    // The whole conversation is sent once more, to be summed up; the summary stands for it from then on.
    private static double Compact(Conversation conversation, double think, SeededRandom random)
    {
        var summary = random.Between(1_500, 3_000);
        conversation.Say("compact", 400);
        conversation.Call(think, summary);
        conversation.StartOver("summary", summary);
        return 1 + (summary / GuessedTokensPerSecond);
    }

    private double SendOut(Conversation parent, double think, SeededRandom random)
    {
        var count = random.Between(_team.Subagents.Least, _team.Subagents.Most);
        var start = parent.Last;
        var ends = new List<int>();
        var longest = 0d;
        for (var i = 0; i < count; i++)
        {
            var stream = $"{parent.Session}/a{start}.{i}";
            var agent = new Conversation(_trace, _team.Model, parent.Session, stream, parent.User);
            agent.Begin(_team.BriefingTokens > 0
                ? [("agent", _team.SubagentFrontTokens), ($"{parent.Session}.briefing{start}", _team.BriefingTokens)]
                : [("agent", _team.SubagentFrontTokens)]);
            agent.Say("task", random.Between(200, 1_200));
            agent.After = [start];
            var seconds = 0d;
            var calls = random.Between(_team.CallsOfSubagent.Least, _team.CallsOfSubagent.Most);
            for (var call = 0; call < calls; call++)
            {
                var pause = call == 0 ? 0.05 : random.LogNormal(_team.ToolSeconds / 2, 0.8);
                seconds += pause + Call(agent, pause, random);
                agent.Say("tool", Tokens(random, _team.ToolTokens, 1.0));
            }

            ends.Add(agent.Last);
            longest = Math.Max(longest, seconds);
        }

        parent.Say("reports", count * 600);
        parent.After = ends;
        return longest + think;
    }

    private static int Tokens(SeededRandom random, double median, double spread) =>
        (int)Math.Clamp(random.LogNormal(median, spread), 16, 12_000);
}
