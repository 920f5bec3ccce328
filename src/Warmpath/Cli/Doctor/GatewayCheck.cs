using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Admin.Keys;
using Warmpath.Gateway.Admin.Status;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;

namespace Warmpath.Cli.Doctor;

/// <summary>The running gateway and its keys, as its admin API tells.</summary>
internal static class GatewayCheck
{
    /// <returns>Null when it does not answer, with the finding that says so.</returns>
    public static async Task<(StatusJson? Status, Finding Finding)> AskAsync(AdminClient admin)
    {
        try
        {
            var status = await admin.GetAsync<StatusJson>("/status", CancellationToken.None);
            return (status, new("gateway", Severity.Good, $"{admin.Url} answers: Warmpath {status.Version}, up {Plain.Span(TimeSpan.FromSeconds(status.UptimeSeconds))}."));
        }
        catch (CommandException failure)
        {
            return (null, new("gateway", Severity.Fault, failure.Message));
        }
    }

    public static IEnumerable<Finding> Read(StatusJson status, TimeProvider time)
    {
        if (status.Keys.Count == 0)
        {
            yield return new("keys", Severity.Fault, "there are none: no request can be served.", "warmpath key add NAME");
        }

        foreach (var key in status.Keys)
        {
            yield return Key(key, status.Now);
        }

        yield return status.Ledger.Fault is { } fault
            ? new("ledger", Severity.Fault, fault)
            : new("ledger", Severity.Good, status.Ledger.Dropped == 0 ? "is written." : $"is written; {status.Ledger.Dropped} rows were lost since the start.");

        var skew = (time.GetUtcNow() - status.Now).Duration();
        if (skew > TimeSpan.FromSeconds(30))
        {
            yield return new("clock", Severity.Fault, $"this machine's clock and the gateway's differ by {Plain.Span(skew)}.", "Switch time synchronisation on for both.");
        }
    }

    private static Finding Key(KeyJson key, DateTimeOffset now)
    {
        var state = AdminNames.Of(key.State) + (key.Until is { } until ? $", ends {Plain.When(until, now)}" : "");
        var provider = key.Provider == Providers.Anthropic ? "" : $" ({Providers.NameOf(key.Provider)})";
        var text = $"{key.Name}{provider} is {state}{(key.StateReason is null ? "" : ": " + key.StateReason)}.";
        return Cures.Of(key.State) is { } cure ? new("key", Severity.Fault, text, cure)
            : new("key", key.State == KeyStatus.Healthy ? Severity.Good : Severity.Note, text);
    }
}
