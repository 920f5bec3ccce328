using System.Collections.Concurrent;
using Warmpath.Routing.Catalog;
using Warmpath.Routing.Deciding;
using Warmpath.Storage;
using Warmpath.Storage.Clients;

namespace Warmpath.Gateway.Budgets;

/// <summary>The allowance of every client. Budgets are judged from memory: a store in trouble neither opens nor closes them.</summary>
public sealed class Allowances(WarmpathStore store, TimeProvider time)
{
    /// <summary>What an answer is reckoned to have before it is there; most turns of an agent have fewer.</summary>
    private const int ExpectedOutput = 1000;

    private readonly ConcurrentDictionary<string, Allowance> _byClient = new(StringComparer.Ordinal);

    /// <summary>Takes over what the ledger knows of this month and this week. Call once, before the first request.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var spent in await store.ListSpendingAsync(SpendWindows.EarliestStart(now), now.AddHours(1), cancellationToken))
        {
            Of(spent.Client).Restore(spent.Day, spent.CostNanodollars);
        }
    }

    /// <summary>What a client has spent in the windows of this moment, and what it holds.</summary>
    public ClientUsage UsageOf(StoredClient client)
    {
        var now = time.GetUtcNow();
        var allowance = Of(client.Id);
        var (reserved, inFlight) = allowance.Now;
        return new ClientUsage(Window(SpendWindow.Day), Window(SpendWindow.Week), Window(SpendWindow.Month), reserved / 1e9, inFlight);

        Spending Window(SpendWindow window) => new(
            allowance.Spent(window, now) / 1e9, window.NanodollarsOf(client.Options.Budget) / 1e9, window.EndOf(now));
    }

    /// <summary>The client is gone; its requests under way end with what they hold.</summary>
    public void Forget(string client) => _byClient.TryRemove(client, out _);

    internal Pass Open(StoredClient client, DateTimeOffset arrived) => new(Of(client.Id), client, arrived);

    /// <summary>What an attempt is expected to use, by its decision's forecast of the cache.</summary>
    internal static Holding Expected(Attempt attempt, ModelCatalog catalog)
    {
        var (request, expected) = (attempt.Ticket.Request, attempt.Explanation.Expected);
        var output = request.Outline.MaxTokens is > 0 and < ExpectedOutput and var most ? most : ExpectedOutput;
        var prices = catalog.Facts(request.Outline.Model, attempt.SentAt).PricesFor(expected.Prompt);
        return new Holding((long)((attempt.Explanation.Price * 1e9) + (output * 1000 * (double)prices.Output)), expected.Charged + output);
    }

    private Allowance Of(string client) => _byClient.GetOrAdd(client, static _ => new Allowance());
}
