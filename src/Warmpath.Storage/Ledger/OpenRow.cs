using System.Text;
using System.Text.Json;

namespace Warmpath.Storage.Ledger;

/// <summary>A request under way, as far as it is known: what is left of it when the process is killed.</summary>
internal sealed class OpenRow
{
    public const string Merge = "ON CONFLICT (id) DO UPDATE SET request = excluded.request";

    public required string Id { get; init; }

    /// <summary>The <see cref="RequestRow"/> that it would be if it ended now; JSON.</summary>
    public required string Request { get; init; }

    public static OpenRow From(LedgerRow row) => new()
    {
        Id = row.Id,
        Request = JsonSerializer.Serialize(RequestRow.From(row), RowJson.Default.RequestRow),
    };

    /// <returns>Null when this version cannot read it.</returns>
    public LedgerRow? ToLedgerRow() => RowJson.Read(Encoding.UTF8.GetBytes(Request)) is { } row ? row with { End = EndState.Interrupted } : null;
}
