using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Warmpath.Gateway.DataPlane;
using Warmpath.Gateway.Deciding;
using Warmpath.Gateway.Recording;
using Warmpath.Gateway.Relaying;
using Warmpath.Routing;
using Warmpath.Routing.Fleet;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Makers;

/// <summary>Lists what all workspaces made as one list, newest first (contract.md, Data plane).</summary>
/// <remarks>
/// A cursor is an id, which one workspace alone knows. So a part that begins or ends at one is cut out of the whole lists of all; without one,
/// the front of each is enough. A workspace that cannot be asked fails the call: a list that lacks things in silence would be worse.
/// </remarks>
internal sealed class MergedList(Router router, Dispatcher dispatcher, Recorder recorder, TimeProvider time)
{
    /// <summary>So much of one workspace's list is held at once, and no more.</summary>
    private const int MostItems = 10_000;

    /// <returns>The error to answer with; null when the client has an answer.</returns>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    public async Task<ApiError?> ServeAsync(Exchange exchange)
    {
        var makers = Makers(exchange);
        if (makers.Count < 2 || ListQuery.Read(exchange.Query, exchange.Route.MostListed) is not { } asked)
        {
            return await dispatcher.ServeAsync(exchange);
        }

        var (lists, goesOn, hasPages) = (new List<List<ListPage.Item>>(), false, false);
        foreach (var maker in makers)
        {
            var list = new List<ListPage.Item>();
            var (last, error) = await ReadAsync(exchange, maker, asked, list);
            if (last is null)
            {
                return error;
            }

            lists.Add(list);
            (goesOn, hasPages) = (goesOn || last.HasMore, hasPages || last.HasPages);
        }

        var merged = Merge(lists);
        var limit = asked.Limit ?? merged.Count;
        if (asked.Cursor is null)
        {
            await AnswerAsync(exchange, [.. merged.Take(limit)], goesOn || merged.Count > limit, hasPages);
            return null;
        }

        var cursor = asked.After ?? asked.Before;
        var place = merged.FindIndex(item => item.Id == cursor);
        if (place < 0)
        {
            return ApiError.NoSuchCursor(asked.Cursor, cursor!); // one of them is there
        }

        var (first, end) = asked.After is not null ? (place + 1, Math.Min(merged.Count, place + 1 + limit)) : (Math.Max(0, place - limit), place);
        await AnswerAsync(exchange, merged[first..end], asked.After is not null ? end < merged.Count : first > 0, hasPages);
        return null;
    }

    /// <summary>Takes the newest of all fronts, again and again: each list keeps its own order. Two keys that turn out to open one workspace list it once.</summary>
    internal static List<ListPage.Item> Merge(IReadOnlyList<List<ListPage.Item>> lists)
    {
        var merged = new List<ListPage.Item>(lists.Sum(list => list.Count));
        var known = new HashSet<string>();
        var fronts = new PriorityQueue<(int List, int Place), (long Age, int List)>();
        for (var list = 0; list < lists.Count; list++)
        {
            Enqueue(list, 0);
        }

        while (fronts.TryDequeue(out var front, out _))
        {
            var item = lists[front.List][front.Place];
            if (known.Add(item.Id))
            {
                merged.Add(item);
            }

            Enqueue(front.List, front.Place + 1);
        }

        return merged;

        void Enqueue(int list, int place)
        {
            if (place < lists[list].Count)
            {
                fronts.Enqueue((list, place), (-lists[list][place].At.UtcTicks, list));
            }
        }
    }

    /// <summary>The workspaces that the keys open; of those that a person disabled, none.</summary>
    private List<Maker> Makers(Exchange exchange)
    {
        var makers = new List<Maker>();
        foreach (var maker in router.View(time.GetUtcNow()).Keys.Where(key => key.Config.Enabled && key.Config.Provider == exchange.Routing.Provider).Select(key => Maker.Of(key.Config)))
        {
            if (!makers.Exists(maker.IsSame))
            {
                makers.Add(maker);
            }
        }

        return makers;
    }

    /// <returns>The last page; or null, with the error to answer with, or without one where the client has the provider's own.</returns>
    private async Task<(ListPage? Last, ApiError? Error)> ReadAsync(Exchange exchange, Maker maker, ListQuery asked, List<ListPage.Item> list)
    {
        ListPage? before = null;
        while (true)
        {
            var page = new ListPage();
            var query = asked.Of(asked.Cursor is null ? asked.Limit : exchange.Route.MostListed, before);
            using var one = exchange.For(exchange.Routing with { Maker = maker }, query, page);
            if (await dispatcher.ServeAsync(one) is { } error)
            {
                return (null, error);
            }

            if (page.Items is not { } items)
            {
                return (null, page.IsAnswered ? ApiError.NoList : null);
            }

            list.AddRange(items);
            if (asked.Cursor is null || !page.HasMore || items.Count == 0)
            {
                return (page, null);
            }

            if (list.Count >= MostItems)
            {
                return (null, ApiError.ListTooLong);
            }

            before = page;
        }
    }

    private async Task AnswerAsync(Exchange exchange, IReadOnlyList<ListPage.Item> items, bool hasMore, bool hasPages)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            foreach (var item in items)
            {
                json.WriteRawValue(JsonMarshal.GetRawUtf8Value(item.Json), skipInputValidation: true); // as it came
            }

            json.WriteEndArray();
            json.WriteBoolean("has_more", hasMore);
            json.WriteString("first_id", items.Count == 0 ? null : items[0].Id);
            json.WriteString("last_id", items.Count == 0 ? null : items[^1].Id);
            if (hasPages)
            {
                json.WriteString("next_page", hasMore && items.Count > 0 ? ListQuery.PageAfter(items[^1].Id) : null);
            }

            json.WriteEndObject();
        }

        var bytes = body.WrittenSpan.ToArray();
        var length = ResultsUrls.Shorten(bytes);
        var response = exchange.Http.Response;
        ClientAnswer.AddOwn(response.Headers, exchange.Journal);
        (response.ContentType, response.ContentLength) = ("application/json", length);
        exchange.Journal.Ended(EndState.Complete);
        await recorder.RecordAsync(exchange.Journal);
        await response.Body.WriteAsync(bytes.AsMemory(0, length), exchange.ClientGone);
    }
}
