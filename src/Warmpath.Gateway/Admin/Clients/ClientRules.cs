using Warmpath.Gateway.Admin.Bodies;
using Warmpath.Gateway.Admin.Keys;

namespace Warmpath.Gateway.Admin.Clients;

/// <summary>What makes a client's description valid. All faults are reported at once.</summary>
internal static class ClientRules
{
    public const int LongestOverlapSeconds = 30 * 24 * 3600;

    private const double DearestHour = 100_000;
    private const double LargestBudget = 1_000_000_000;
    private const int MostModels = 100;
    private const int LongestModel = 200;

    public static void Check(ClientInput client, Faults faults)
    {
        Texts.CheckName(client.Name, "name", faults);
        if (client.ValueOfTimePerHour is { } value && value is not (>= 0 and <= DearestHour))
        {
            faults.Add("valueOfTimePerHour", $"must be $ per hour from 0 to {DearestHour}");
        }

        if (client.Budget is { } budget && (IsBad(budget.Day) || IsBad(budget.Week) || IsBad(budget.Month)))
        {
            faults.Add("budget", $"must be $ from 0 to {LargestBudget} for day, week and month");
        }

        if (client.Limits is { } limits && (IsBad(limits.RequestsPerMinute) || IsBad(limits.TokensPerMinute) || IsBad(limits.ConcurrentRequests)))
        {
            faults.Add("limits", $"must be from 1 to {KeyRules.LargestRate} each; leave one out for no bound");
        }

        if (client.Models is { } models && (models.Count is 0 or > MostModels || models.Any(IsNoModel)))
        {
            faults.Add("models", $"must be 1 to {MostModels} names of models, or beginnings of names that end in *");
        }
    }

    /// <summary>The end of a new client, or a new one of a client: one that was given may have come.</summary>
    public static void CheckEnd(DateTimeOffset? end, DateTimeOffset now, Faults faults)
    {
        if (end <= now)
        {
            faults.Add("expiresAt", "must not be past; to refuse a client from now on, set enabled to false");
        }
    }

    private static bool IsBad(long? limit) => limit is not (null or (>= 1 and <= KeyRules.LargestRate));

    private static bool IsBad(double? dollars) => dollars is not (null or (>= 0 and <= LargestBudget));

    private static bool IsNoModel(string? name) =>
        name is not { Length: > 0 and <= LongestModel } || name.Any(Texts.IsHidden) || name.IndexOf('*') is >= 0 and var star && star < name.Length - 1;
}
