using Warmpath.Routing;
using Warmpath.Routing.Misses;
using Warmpath.Routing.Warmth;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Admin.Requests;

/// <summary>One row of the ledger as the admin API shows it.</summary>
/// <param name="Id"><c>x-warmpath-request-id</c>.</param>
/// <param name="ClientName">As the client is named now; null when it is there no longer.</param>
/// <param name="Decision">As in <c>x-warmpath-decision</c>.</param>
/// <param name="Usage">Tokens as the provider counted them; null when it did not say.</param>
/// <param name="Miss">Why the prompt was not read from cache as far as it could have been; null for a hit, and where nothing is known.</param>
/// <param name="Cost">$, by the prices of that time.</param>
public sealed record RequestJson(
    string Id,
    DateTimeOffset At,
    string Client,
    string? ClientName,
    string Kind,
    string? Model,
    bool Stream,
    string? Session,
    string? Agent,
    string? Lineage,
    string? Key,
    string? KeyName,
    string? Organization,
    string? Workspace,
    string Decision,
    string? Reason,
    string? RunnerUp,
    double? ExpectedCost,
    double? RunnerUpCost,
    TokenForecast? Expected,
    IReadOnlyList<LedgerAttempt> Attempts,
    long WaitMilliseconds,
    int Status,
    EndState End,
    string? ErrorType,
    Usage? Usage,
    Miss? Miss,
    decimal Cost,
    long? FirstByteMilliseconds,
    long DurationMilliseconds,
    long RequestBytes,
    string? UpstreamRequestId)
{
    public static RequestJson Of(LedgerRow row, ClientNames names) => new(
        row.Id, row.At, row.Client, names.Of(row.Client), row.Kind, row.Model, row.Stream, row.Session, row.Agent, row.Lineage, row.Key, row.KeyName,
        row.Organization, row.Workspace, row.Decision, row.Reason, row.RunnerUp, row.ExpectedCost, row.RunnerUpCost, row.Expected,
        row.Attempts, row.WaitMilliseconds, row.Status, row.End, row.ErrorType, row.Usage, row.Miss,
        Money.Dollars(row.CostNanodollars),
        row.FirstByteMilliseconds, row.DurationMilliseconds, row.RequestBytes, row.UpstreamRequestId);
}
