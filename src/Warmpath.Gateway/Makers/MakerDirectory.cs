using Microsoft.Extensions.Logging;
using Warmpath.Gateway.DataPlane;
using Warmpath.Gateway.Upstream;
using Warmpath.Routing;
using Warmpath.Routing.Fleet;
using Warmpath.Storage;
using Warmpath.Storage.MadeIds;

namespace Warmpath.Gateway.Makers;

/// <summary>Knows which workspace made which batch, file, stored response and conversation. Thread-safe.</summary>
/// <remarks>An id that it does not know was made elsewhere, or while the store was in trouble: then all workspaces are asked in turn.</remarks>
internal sealed class MakerDirectory(WarmpathStore store, TimeProvider time, ILogger<MakerDirectory> logger)
{
    /// <summary>Results of batches are kept for 29 days (providers.md 4), stored responses for 30 (OpenAI's API reference, 2026).</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

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

        if ((route.Id ?? continues) is { } id)
        {
            return (await FindAsync(id, cancellationToken), null);
        }

        if (route.Provider != Providers.Anthropic)
        {
            return default;
        }

        (Maker Maker, string Id)? first = null;
        foreach (var used in UsedIds.In(body.Span))
        {
            if (await FindAsync(used, cancellationToken) is not { } maker)
            {
                continue;
            }

            if (first is { } before && !before.Maker.IsSame(maker))
            {
                return (null, ApiError.MadeApart(before.Id, used));
            }

            first ??= (maker, used);
        }

        return (first?.Maker, null);
    }

    /// <summary>Remembers whose answer told of it. A store in trouble is told in the log, and costs no answer.</summary>
    public async Task KeepAsync(string id, Route route, KeyConfig key, HttpResponseMessage answer)
    {
        if (id.Length is 0 or > LongestId)
        {
            return;
        }

        var now = time.GetUtcNow();
        var known = Maker.Of(key);
        var maker = known with
        {
            OrganizationId = UpstreamAnswers.Organization(answer) ?? known.OrganizationId,
            WorkspaceId = UpstreamAnswers.Workspace(answer) ?? known.WorkspaceId,
        };
        try
        {
            await store.AddMadeIdAsync(new MadeId(id, maker, now, route.Provider == Providers.Anthropic && route.Kind != RequestKind.Batches || route.Kind == RequestKind.Conversations ? null : now + Kept), CancellationToken.None);
            _knowsAny = true;
        }
        catch (StoreException trouble)
        {
            logger.MakerNotKept(id, trouble.Message);
        }
    }

    /// <summary>A workspace has what the request names, and nobody knew that it has it.</summary>
    public async Task FoundAsync(Exchange exchange, KeyConfig key, HttpResponseMessage answer)
    {
        var named = exchange.Route.Id ?? exchange.Routing.Outline.Continues;
        foreach (var id in named is not null ? [named] : UsedIds.In(exchange.Body.Span))
        {
            await KeepAsync(id, exchange.Route, key, answer);
        }
    }

    private async Task<Maker?> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await store.FindMakerAsync(id, cancellationToken);
        }
        catch (StoreException trouble)
        {
            logger.MakerNotRead(id, trouble.Message);
            return null;
        }
    }
}
