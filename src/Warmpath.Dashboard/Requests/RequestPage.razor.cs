using System.Globalization;
using Microsoft.AspNetCore.Components;
using Warmpath.Dashboard.Live;
using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Clients;
using Warmpath.Routing;
using Warmpath.Routing.Catalog;
using Warmpath.Storage;
using Warmpath.Storage.Ledger;

namespace Warmpath.Dashboard.Requests;

/// <summary>One request: why it went where it went, what that was expected to cost, and what it cost.</summary>
public partial class RequestPage(WarmpathStore store, ClientDirectory clients, Router router) : LiveComponent
{
    private LedgerRow? _row;
    private bool _looked;
    private IReadOnlyList<Compared> _compared = [];
    private string _difference = "";

    /// <summary><c>x-warmpath-request-id</c>.</summary>
    [Parameter]
    public required string Id { get; set; }

    private string ClientName => Plain.Line(clients.Find(_row!.Client)?.Name ?? "a former client"); // drawn only with a row

    /// <summary>$ that the missed tokens cost beyond reading them; null where nothing that was cached was lost.</summary>
    private decimal? Lost
    {
        get
        {
            if (_row is not { Miss: { Tokens: > 0 } miss, Usage: { } usage, Model: { } model } || Prices(model, usage.Prompt) is not { } prices)
            {
                return null;
            }

            var written = usage.CacheWrite > 0 ? new Usage(0, miss.Tokens, 0, 0, 0) : new Usage(miss.Tokens, 0, 0, 0, 0);
            return Money.Dollars(prices.Nanodollars(written) - prices.Nanodollars(new Usage(0, 0, 0, miss.Tokens, 0)));
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_row?.Id == Id)
        {
            return;
        }

        _row = await store.FindRequestAsync(Id, Gone);
        _looked = true;
        _compared = _row is null ? [] : [.. Compare(_row)];
    }

    // A row does not change: nothing moves here but the colours of organizations that come and go.
    private IEnumerable<Compared> Compare(LedgerRow row)
    {
        if (row is not { Usage: { } actual, Model: { } model })
        {
            yield break;
        }

        var prices = Prices(model, actual.Prompt);
        var expected = row.Expected is { } forecast ? new Usage(forecast.Fresh, forecast.Write5m, forecast.Write1h, forecast.Read, actual.Output) : (Usage?)null;
        (string Name, Func<Usage, Usage> Part)[] parts =
        [
            ("read from cache", usage => new Usage(0, 0, 0, usage.CacheRead, 0)),
            ("written for 5 minutes", usage => new Usage(0, usage.CacheWrite5m, 0, 0, 0)),
            ("written for an hour", usage => new Usage(0, 0, usage.CacheWrite1h, 0, 0)),
            ("fresh", usage => new Usage(usage.Input, 0, 0, 0, 0)),
        ];
        foreach (var (name, part) in parts)
        {
            if (part(actual).Prompt > 0 || (expected is { } some && part(some).Prompt > 0))
            {
                yield return new(name, Tokens(expected is { } forecastOf ? part(forecastOf).Prompt : null), Tokens(part(actual).Prompt), Dollars(prices, part(actual)));
            }
        }

        yield return new("output", "", Tokens(actual.Output), Dollars(prices, new Usage(0, 0, 0, 0, actual.Output)));
        yield return new(
            "in all", expected is { } whole ? Dollars(prices, whole) : "", Plain.Price(Money.Dollars(row.CostNanodollars)), "", IsSum: true);
        _difference = Difference(prices, expected, row);
    }

    private ModelPrices? Prices(string model, long promptTokens) => router.Catalog.Facts(model, _row!.At).PricesFor(promptTokens); // asked for a row

    private static string Difference(ModelPrices? prices, Usage? expected, LedgerRow row)
    {
        if (prices is null || expected is not { } forecast)
        {
            return "";
        }

        var difference = decimal.Round(Money.Dollars(row.CostNanodollars - prices.Nanodollars(forecast)), 4);
        return difference == 0 ? "It cost what was expected."
            : difference > 0 ? $"It cost {Plain.Price(difference)} more." : $"It cost {Plain.Price(-difference)} less.";
    }

    private static string Tokens(long? count) => count?.ToString("#,0", CultureInfo.InvariantCulture) ?? "";

    private static string Dollars(ModelPrices? prices, Usage usage) => prices is null ? "" : Plain.Price(Money.Dollars(prices.Nanodollars(usage)));

    private static string Part(long milliseconds) => Math.Max(0, milliseconds).ToString(CultureInfo.InvariantCulture);

    private sealed record Compared(string Name, string Expected, string Actual, string Price, bool IsSum = false);
}
