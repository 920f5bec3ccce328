using Spectre.Console;
using Warmpath.Cli.Keys;
using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Admin.Counterfactual;
using Warmpath.Gateway.Admin.Keys;
using Warmpath.Gateway.Admin.Status;
using Warmpath.Routing.Fleet;

namespace Warmpath.Cli.Status;

/// <summary>The first screen as text: what needs a person comes first.</summary>
internal static class StatusScreen
{
    public static void Write(Terminal terminal, StatusJson status)
    {
        var console = terminal.Tables();
        console.MarkupLine($"[bold]Warmpath {Escaped.Text(status.Version)}[/], up {Plain.Span(TimeSpan.FromSeconds(status.UptimeSeconds))}; "
            + Held(status));
        foreach (var key in status.Attention)
        {
            console.MarkupLine($"[red]{Escaped.Text(key.Key)} is {AdminNames.Of(key.State)}[/]: {Escaped.Text(key.Reason)}. {Escaped.Text(key.Cure)}");
        }

        if (status.Ledger is { Fault: { } fault, FailingSince: { } since })
        {
            console.MarkupLine($"[red]The ledger cannot be written, for {Plain.Span(status.Now - since)} now[/]: {Escaped.Text(fault)} {status.Ledger.Pending} rows wait in memory.");
        }

        console.Write(Traffic(status));
        if (status.Counterfactual.Today.Real.Requests > 0)
        {
            console.Write(Counterfactual(status.Counterfactual));
        }

        if (status.Keys.Count == 0)
        {
            console.MarkupLine("No keys yet. Add one with warmpath key add NAME.");
            return;
        }

        console.Write(Organizations(status));
        KeyListing.Write(terminal, status.Keys);
    }

    private static string Held(StatusJson status) => status.Waiting == 0
        ? "nobody waits"
        : $"{status.Waiting} wait, the oldest for {Plain.Span(TimeSpan.FromSeconds(status.OldestWaitSeconds))}";

    private static Table Traffic(StatusJson status)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns(
            "", "Requests", "Errors", "Spend", "Hit rate", "Read", "Written", "Fresh", "Output", "429s absorbed", "Moves");
        Add("last hour", status.LastHour);
        Add("today", status.Today);
        return table;

        void Add(string name, TrafficJson traffic) => table.AddRow(
            name, Plain.Count(traffic.Requests), Plain.Count(traffic.Errors), Plain.Dollars(traffic.Cost), Plain.Percent(traffic.HitRate),
            Plain.Count(traffic.CacheReadTokens), Plain.Count(traffic.CacheWriteTokens), Plain.Count(traffic.InputTokens),
            Plain.Count(traffic.OutputTokens), Plain.Count(traffic.RateLimitsAbsorbed), Plain.Count(traffic.Moves));
    }

    private static Table Counterfactual(CounterfactualStatusJson counterfactual)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns(
            "The same requests today", "Requests", "Spend", "Hit rate", "429s met", "Stalled", "Spend, last hour");
        var (today, hour) = (counterfactual.Today, counterfactual.LastHour);
        Add("as they went", today.Real, hour.Real);
        Add("as they went, by the model (estimated)", today.EstimatedAsRouted, hour.EstimatedAsRouted);
        Add("round-robin (estimated)", today.EstimatedRoundRobin, hour.EstimatedRoundRobin);
        Add("single key (estimated)", today.EstimatedSingleKey, hour.EstimatedSingleKey);
        return table;

        void Add(string name, WayJson way, WayJson inHour) => table.AddRow(
            name, Plain.Count(way.Requests), Plain.Dollars(way.Cost), Plain.Percent(way.HitRate), Plain.Count(way.Stalls),
            Plain.Span(TimeSpan.FromSeconds(way.StalledSeconds)), Plain.Dollars(inHour.Cost));
    }

    private static Table Organizations(StatusJson status)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Organization", "Keys", "Class", "Input tokens left", "Requests left", "Output tokens left", "Hit rate", "Today", "At home", "Waiting");
        foreach (var organization in status.Organizations)
        {
            var name = Escaped.Text(organization.Name ?? organization.Id ?? "not known yet");
            var keys = Escaped.Text(string.Join(", ", organization.Keys));
            var classes = organization.Headroom.Count == 0
                ? [new("any", new HeadroomJson(null, null, null))]
                : organization.Headroom.OrderBy(pool => pool.Key, StringComparer.Ordinal).ToArray();
            foreach (var (modelClass, headroom) in classes)
            {
                table.AddRow(
                    name, keys, Escaped.Text(modelClass), Left(headroom.InputTokens), Left(headroom.Requests), Left(headroom.OutputTokens),
                    Plain.Percent(organization.Today.HitRate), Plain.Dollars(organization.Today.Cost), Plain.Count(organization.LineagesAtHome), Plain.Count(organization.Waiting));
            }

            foreach (var workspace in organization.Workspaces)
            {
                foreach (var (modelClass, headroom) in workspace.Headroom.OrderBy(pool => pool.Key, StringComparer.Ordinal))
                {
                    table.AddRow(
                        $"  of which {Escaped.Text(workspace.Id ?? "a workspace not known yet")}", "", Escaped.Text(modelClass),
                        Own(headroom.InputTokens), Own(headroom.Requests), Own(headroom.OutputTokens), "", "");
                }
            }
        }

        return table;
    }

    private static string Own(BucketView? bucket) => bucket is null ? "" : Left(bucket);

    private static string Left(BucketView? bucket) =>
        bucket is null ? "unknown" : $"{Plain.Count(bucket.Remaining)} of {Plain.Count(bucket.Limit)}";
}
