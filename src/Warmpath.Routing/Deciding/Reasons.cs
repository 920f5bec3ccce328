using System.Globalization;
using Warmpath.Routing.Health;
using Warmpath.Routing.Policies;

namespace Warmpath.Routing.Deciding;

/// <summary>Says a decision in one plain sentence.</summary>
internal static class Reasons
{
    public static Explanation Explain(in Question question, in Choice choice, ReadOnlySpan<Candidate> candidates)
    {
        ref readonly var chosen = ref candidates[choice.Index];
        return new(
            Why(question, choice, candidates), chosen.Expected, choice.Price, choice.Cost,
            choice.RunnerUp < 0 ? null : candidates[choice.RunnerUp].Key.Config.Name,
            choice.RunnerUp < 0 ? null : choice.RunnerUpCost);
    }

    public static string Waiting(in Candidate candidate) => candidate.Cause switch
    {
        DelayCause.Sibling => $"Waits for another request that is writing the same prefix to the cache of {Name(candidate)}.",
        DelayCause.Throttle => $"Waits until {candidate.Key.Organization.Label} is no longer throttled: cheaper than moving.",
        DelayCause.Upstream => $"Waits until {candidate.Key.Organization.Label} answers again.",
        _ => $"Waits until the limits of {candidate.Key.Organization.Label} admit it.",
    };

    private static string Why(in Question question, in Choice choice, ReadOnlySpan<Candidate> candidates)
    {
        ref readonly var chosen = ref candidates[choice.Index];
        if (question.Request.Maker is not null && !chosen.AtHome)
        {
            return question.Request.Kind.IsOfMade()
                ? $"What it asks for belongs to the workspace of {Name(chosen)}."
                : $"It uses what belongs to the workspace of {Name(chosen)}.";
        }

        if (!question.CarriesCache)
        {
            return $"Carries no cache: {Name(chosen)} is as good as any.";
        }

        var prompt = Number(chosen.Expected.Prompt);
        if (chosen.AtHome)
        {
            return chosen.Expected.Read > 0
                ? $"At home on {Name(chosen)}: {Number(chosen.Expected.Read)} of {prompt} tokens are expected to be warm there."
                : $"At home on {Name(chosen)}: its cache is cold, and no other key is cheaper.";
        }

        if (question.Lineage.Workspace is null)
        {
            return chosen.Expected.Read > 0
                ? $"New here: {Name(chosen)} holds {Number(chosen.Expected.Read)} of its {prompt} tokens warm."
                : $"New here: nothing is warm anywhere, and {chosen.Key.Organization.Label} has room.";
        }

        return $"Moved to {Name(chosen)} ({Dollars(choice.Cost)}): {HomeTrouble(question, choice, candidates)}";
    }

    private static string HomeTrouble(in Question question, in Choice choice, ReadOnlySpan<Candidate> candidates)
    {
        for (var i = 0; i < candidates.Length; i++)
        {
            if (candidates[i].AtHome)
            {
                var cost = i == choice.RunnerUp ? $" ({Dollars(choice.RunnerUpCost)})" : "";
                return candidates[i].Delay > TimeSpan.Zero
                    ? $"waiting {candidates[i].Delay.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s for {Name(candidates[i])} would cost more{cost}."
                    : candidates[i].Expected.Read == 0
                        ? $"its cache on {Name(candidates[i])} is cold, and this is cheaper{cost}."
                        : $"staying on {Name(candidates[i])} would cost more{cost}.";
            }
        }

        return question.Lineage.Key is { Present: true } home && home.Status(question.Now) is var status && status.Status != KeyStatus.Healthy
            ? $"{home.Config.Name} is {status.Status switch { KeyStatus.OutOfCredit => "out of credit", var other => other.ToString().ToLowerInvariant() }}."
            : "its former home cannot serve it.";
    }

    private static string Name(in Candidate candidate) => candidate.Key.Config.Name;

    private static string Number(int tokens) => tokens.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Dollars(double amount) => "$" + amount.ToString("0.0000", CultureInfo.InvariantCulture);
}
