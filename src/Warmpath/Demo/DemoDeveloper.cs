namespace Warmpath.Demo;

/// <summary>A simulated developer: conversations that grow, pauses for thought, and now and then a swarm of subagents.</summary>
internal sealed class DemoDeveloper(string name, string url, string token, TimeProvider time)
{
    private const int LongestConversation = 25;

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
            for (var turn = Dice(6, LongestConversation); turn > 0; turn--)
            {
                await agent.SayAsync(conversation, answerTokens: Dice(60, 600), cancellationToken);
                conversation.Grow(Dice(300, 6_000));
                if (_dice.NextDouble() < 0.08)
                {
                    await SwarmAsync(agent, session, cancellationToken);
                }

                await PauseAsync(1, 15, cancellationToken);
            }
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
