using System.Text.Json.Nodes;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Http;
using Warmpath.Mock.Resources;

namespace Warmpath.Mock.Files;

/// <summary>
/// <c>/v1/files</c>: upload and list; <c>/v1/files/{id}</c>: look and delete; <c>/v1/files/{id}/content</c>: download (providers.md 4).
/// </summary>
internal sealed class FilesEndpoint(MockWorld world, ResourceStore<MockFile> files, TimeProvider time)
{
    /// <summary>Files held, of all workspaces; see <see cref="ResourceStore{T}"/> for what happens beyond.</summary>
    public const int Capacity = 10_000;

    /// <summary>And what they may have in bytes: the largest one that can be uploaded fits.</summary>
    public const long MaximumBytes = 512 * 1024 * 1024;

    private const int MaximumIds = 100;

    /// <returns>The error that is still to be sent; null when the call is answered.</returns>
    public async Task<ProviderError?> AnswerAsync(MockCall call)
    {
        var now = time.GetUtcNow();
        if (world.AdmitApart(call, MockTier.Files, model: null, now) is { } refused)
        {
            return refused;
        }

        if (call.Route.Id is not { } id)
        {
            return await (call.Method == HttpMethods.Post ? UploadAsync(call, now) : ListAsync(call));
        }

        if (files.Find(call.WorkspaceId, id) is not { } file)
        {
            return ProviderError.NotFound($"File not found: {id}");
        }

        if (call.Method == HttpMethods.Delete)
        {
            files.Remove(call.WorkspaceId, id);
            return await WholeAnswer.WriteAsync(call, new JsonObject { ["id"] = id, ["type"] = "file_deleted" });
        }

        return await (call.Route.Part == MockRoute.Content
            ? WholeAnswer.WriteAsync(call, file.MimeType, file.Content)
            : WholeAnswer.WriteAsync(call, file.Json()));
    }

    private async Task<ProviderError?> UploadAsync(MockCall call, DateTimeOffset now)
    {
        var (file, error) = await FileUpload.ReadAsync(call, now);
        if (file is null)
        {
            return error;
        }

        files.Add(call.WorkspaceId, file);
        return await WholeAnswer.WriteAsync(call, file.Json());
    }

    /// <summary>
    /// Goes on in either of the provider's ways: by ids, as in its beta, and by <c>next_page</c>, as it does since. Of the files that
    /// <c>ids[]</c> names, those that there are (the SDK's FileListParams, 2026-11).
    /// </summary>
    private async Task<ProviderError?> ListAsync(MockCall call)
    {
        if (call.Query.TryGetValue("ids[]", out var named))
        {
            return await SomeAsync(call, [.. named.Split(',')]);
        }

        if (PageQuery.Read(call.Query, out var error) is not { } query
            || Page<MockFile>.Of(files.List(call.WorkspaceId), query, out error) is not { } page)
        {
            return error;
        }

        var next = page.HasMore && !query.Backward ? PageQuery.PageAfter(page.Items[^1].Id) : null;
        return await WriteAsync(call, page, next);
    }

    private async Task<ProviderError?> SomeAsync(MockCall call, HashSet<string> ids)
    {
        if (ids.Count > MaximumIds || call.Query.ContainsKey("limit") || call.Query.ContainsKey("page"))
        {
            return ProviderError.InvalidRequest($"ids: at most {MaximumIds}, and without limit and page");
        }

        MockFile[] found = [.. files.List(call.WorkspaceId).Where(file => ids.Contains(file.Id))];
        return await WriteAsync(call, new(found, HasMore: false), next: null);
    }

    /// <param name="next">Null when there is no page after it.</param>
    private static Task<ProviderError?> WriteAsync(MockCall call, Page<MockFile> page, string? next)
    {
        var json = page.Json(file => file.Json());
        json["next_page"] = next;
        return WholeAnswer.WriteAsync(call, json);
    }
}
