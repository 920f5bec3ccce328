using System.Collections.ObjectModel;
using Microsoft.Extensions.Logging;
using Warmpath.Gateway.DataPlane;
using Warmpath.Routing;
using Warmpath.Routing.Fleet;
using Warmpath.Storage;
using Warmpath.Storage.MadeIds;

namespace Warmpath.Gateway.Makers;

/// <summary>Knows which workspace made which batch, file, skill, stored response and conversation. Thread-safe.</summary>
/// <remarks>An id that it does not know was made elsewhere, or while the store was in trouble: then all workspaces are asked in turn.</remarks>
internal sealed class MakerDirectory(WarmpathStore store, TimeProvider time, ILogger<MakerDirectory> logger)
{
    /// <summary>Results of batches are kept for 29 days (providers.md 4), stored responses for 30 (OpenAI's API reference, 2026).</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>As for the ledger's row: a store whose trouble is not known yet holds an answer no longer. The id is kept all the same, later.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    // Several times what providers give.
    private const int LongestId = 256;

    private volatile bool _knowsAny;

    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken) => _knowsAny = await store.HasMadeIdsAsync(cancellationToken);

    /// <summary>The workspace that made what a request asks for or uses; null when there is none, or nobody knows it.</summary>
    /// <param name="continues">The stored response or conversation that the request goes on from; null when it names none.</param>
    /// <param name="body">May use files and skills.</param>
    /// <returns>The maker, or the error where no workspace has all that the request uses.</returns>
    public async ValueTask<(Maker? Maker, ApiError? Error)> FindAsync(Route route, string? continues, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (!_knowsAny || route.Kind == RequestKind.Models || route.Resource is Resource.Files or Resource.Skills)
        {
            return default; // what costs nothing where nobody makes anything
        }

        var named = Named(route, continues, body.Span);
        if (named.Count == 0)
        {
            return default;
        }

        KeyValuePair<string, Maker>? first = null;
        foreach (var found in await FindAsync(named, cancellationToken))
        {
            if (first is { } before && !before.Value.IsSame(found.Value))
            {
                return (null, ApiError.MadeApart(before.Key, found.Key));
            }

            first ??= found;
        }

        return (first?.Value, null);
    }

    /// <summary>The ids that a request names of what one workspace made.</summary>
    public static IReadOnlyCollection<string> Named(Route route, string? continues, ReadOnlySpan<byte> body) =>
        (route.Kind.IsOfMade() ? route.Id : continues) is { } id ? [id]
        : route.Provider == Providers.Anthropic ? UsedIds.In(body)
        : [];

    /// <summary>Remembers whose answer told of it. A store in trouble is told in the log, and costs no answer.</summary>
    public async Task KeepAsync(string id, Exchange exchange, KeyConfig key, HttpResponseMessage answer)
    {
        if (id.Length is 0 or > LongestId)
        {
            return;
        }

        var now = time.GetUtcNow();
        var (known, facts) = (Maker.Of(key), exchange.Facts(answer));
        var maker = exchange.NamesPool
            ? new Maker(key.Id, null, null) // which opens several: it stands for the one that the client named, and will name again
            : known with { OrganizationId = facts.OrganizationId ?? known.OrganizationId, WorkspaceId = facts.WorkspaceId ?? known.WorkspaceId };
        try
        {
            await store.AddMadeIdAsync(new MadeId(id, maker, now, EndsByItself(exchange.Route) ? now + Kept : null), CancellationToken.None).WaitAsync(LongestWait, time);
            _knowsAny = true;
        }
        catch (StoreException trouble)
        {
            logger.MakerNotKept(id, trouble.Message);
        }
        catch (TimeoutException)
        {
            _knowsAny = true; // it may yet be
        }
    }

    /// <summary>A workspace has what the request names, and nobody knew that it has it. Of several things it may be another's.</summary>
    public async Task FoundAsync(Exchange exchange, KeyConfig key, HttpResponseMessage answer)
    {
        if (Named(exchange.Route, exchange.Routing.Outline.Continues, exchange.Body.Span) is { Count: 1 } named)
        {
            await KeepAsync(named.Single(), exchange, key, answer);
        }
    }

    private static bool EndsByItself(Route route) => route.Kind is RequestKind.Batches or RequestKind.StoredResponses || route.Resource == Resource.Responses;

    private async Task<IReadOnlyDictionary<string, Maker>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        try
        {
            return await store.FindMakersAsync(ids, cancellationToken);
        }
        catch (StoreException trouble)
        {
            logger.MakerNotRead(ids.First(), trouble.Message); // there is one
            return ReadOnlyDictionary<string, Maker>.Empty;
        }
    }
}
