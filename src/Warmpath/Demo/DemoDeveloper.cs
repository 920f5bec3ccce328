namespace Warmpath.Demo;

/// <summary>A simulated developer: bursts of tool calls, pauses for thought, breaks between tasks, and now and then a swarm of subagents.</summary>
internal sealed class DemoDeveloper(string name, string url, string token, TimeProvider time)
{
    private const int LongestTask = 8;

    // Of its own kind each, and the same in every demo: what people see can be seen again.
    private readonly Random _dice = new(name.Sum(letter => letter * 7919));

    /// <summary>Works until cancelled. A request that fails is tried again after a pause, as an agent would.</summary>
    public async Task WorkAsync(CancellationToken cancellationToken)
    {
        using var agent = new DemoAgent(url, token);
        await PauseAsync(0, 6, cancellationToken);
        while (true)
        {
            var session = Guid.NewGuid().ToString();
            var conversation = new DemoConversation(name, session, agentId: null, Dice(8_000, 30_000));
            for (var prompt = Dice(2, LongestTask); prompt > 0; prompt--)
            {
                await BurstAsync(agent, conversation, turns: Dice(2, 6), cancellationToken);
                if (_dice.NextDouble() < 0.3)
                {
                    await SwarmAsync(agent, session, cancellationToken);
                }

                await PauseAsync(4, 20, cancellationToken); // reads what came, and thinks
            }

            await PauseAsync(5, 60, cancellationToken);
        }
    }

    // One prompt: the agent calls tools and goes on by itself.
    private async Task BurstAsync(DemoAgent agent, DemoConversation conversation, int turns, CancellationToken cancellationToken)
    {
        for (; turns > 0; turns--)
        {
            await agent.SayAsync(conversation, answerTokens: Dice(60, 500), cancellationToken);
            conversation.Grow(Dice(300, 6_000));
            await Task.Delay(TimeSpan.FromMilliseconds(Dice(200, 1_500)), time, cancellationToken);
        }
    }

    private Task SwarmAsync(DemoAgent agent, string session, CancellationToken cancellationToken) => Task.WhenAll(
        Enumerable.Range(0, Dice(3, 6)).Select(_ => ErrandAsync(agent, session, turns: Dice(2, 5), Dice(1_000, 4_000), cancellationToken)).ToList());

    private static async Task ErrandAsync(DemoAgent agent, string session, int turns, int characters, CancellationToken cancellationToken)
    {
        var errand = new DemoConversation("explore", session, agentId: Guid.NewGuid().ToString("N")[..17], size: 12_000);
        for (var turn = 0; turn < turns; turn++)
        {
            await agent.SayAsync(errand, answerTokens: 120, cancellationToken);
            errand.Grow(characters);
        }
    }

    private Task PauseAsync(int fromSeconds, int toSeconds, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(Dice(fromSeconds * 1000, toSeconds * 1000)), time, cancellationToken);

    private int Dice(int from, int to) => _dice.Next(from, to + 1);
}
