using System.Globalization;
using System.Text;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Admin.Requests;

/// <summary>Ledger rows as CSV (RFC 4180), made for spreadsheets.</summary>
/// <remarks>
/// Some cells hold what clients sent. One that a spreadsheet would take for a formula gets a leading apostrophe
/// (owasp.org, "CSV Injection"); cells that we know to be numbers stay as they are.
/// </remarks>
public static class LedgerCsv
{
    /// <summary>The first line.</summary>
    public const string Header =
        "id,at,client,clientName,kind,model,stream,session,agent,lineage,key,keyName,organization,workspace,decision,reason,attempts,waitMilliseconds,"
        + "status,end,errorType,inputTokens,cacheWrite5mTokens,cacheWrite1hTokens,cacheReadTokens,outputTokens,miss,missedTokens,cost,firstByteMilliseconds,"
        + "durationMilliseconds,requestBytes,upstreamRequestId\r\n";

    /// <summary>Header and rows.</summary>
    public static string Write(IEnumerable<LedgerRow> rows, ClientNames names)
    {
        var csv = new StringBuilder(Header);
        Append(csv, rows, names);
        return csv.ToString();
    }

    /// <summary>Adds a line for each row.</summary>
    public static void Append(StringBuilder csv, IEnumerable<LedgerRow> rows, ClientNames names)
    {
        foreach (var row in rows)
        {
            csv.AppendJoin(',', Cells(row, names)).Append("\r\n");
        }
    }

    internal static string Text(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var safe = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? "'" + text : text;
        return safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static string[] Cells(LedgerRow row, ClientNames names) =>
    [
        Text(row.Id), row.At.ToString("O", CultureInfo.InvariantCulture), Text(row.Client), Text(names.Of(row.Client)), Text(row.Kind),
        Text(row.Model), row.Stream ? "true" : "false", Text(row.Session), Text(row.Agent), Text(row.Lineage), Text(row.Key), Text(row.KeyName),
        Text(row.Organization), Text(row.Workspace), Text(row.Decision), Text(row.Reason), Number(row.Attempts.Count),
        Number(row.WaitMilliseconds), Number(row.Status), Text(AdminNames.Of(row.End)), Text(row.ErrorType), Number(row.Usage?.Input),
        Number(row.Usage?.CacheWrite5m), Number(row.Usage?.CacheWrite1h), Number(row.Usage?.CacheRead), Number(row.Usage?.Output),
        Text(row.Miss is { } miss ? AdminNames.Of(miss.Cause) : null), Number(row.Miss?.Tokens),
        Money.Dollars(row.CostNanodollars).ToString(CultureInfo.InvariantCulture), Number(row.FirstByteMilliseconds),
        Number(row.DurationMilliseconds), Number(row.RequestBytes), Text(row.UpstreamRequestId),
    ];

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
