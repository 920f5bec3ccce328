using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Web;
using Warmpath.Gateway.Tests.Hosting;

namespace Warmpath.Gateway.Tests.Makers;

/// <summary>A provider with one workspace for each key, which know nothing of one another's batches and files.</summary>
internal sealed class Workshop : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, List<JsonObject>> _made = [];
    private readonly FakeUpstream _upstream;
    private int _count;

    public Workshop()
    {
        _upstream = new FakeUpstream((request, wire) => Answer?.Invoke(request, wire) ?? AnswerAsync(request, wire));
    }

    public string Url => _upstream.Url;

    /// <summary>Answers instead of the workspace; null: it answers itself.</summary>
    public Func<UpstreamRequest, Wire, Task?>? Answer { get; set; }

    /// <summary>The secrets that calls came with, in their order.</summary>
    public IEnumerable<string> Callers => _upstream.Requests.Select(request => request.Key);

    public IEnumerable<string> Lines => _upstream.Requests.Select(request => request.Line);

    /// <summary>The ids of all that a key's workspace has made, oldest first.</summary>
    public IReadOnlyList<string> Of(string secret) => [.. ShelfOf(secret).Select(made => made["id"]!.GetValue<string>())];

    /// <summary>Makes something behind the gateway's back.</summary>
    public string Make(string secret, string prefix = "file_")
    {
        var number = Interlocked.Increment(ref _count);
        var made = new JsonObject
        {
            ["id"] = $"{prefix}{number:000}",
            ["created_at"] = DateTime.UnixEpoch.AddSeconds(number / 2).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), // two share a moment
            ["results_url"] = $"{Url}/v1/messages/batches/{prefix}{number:000}/results",
        };
        ShelfOf(secret).Add(made);
        return made["id"]!.GetValue<string>();
    }

    /// <summary>As the provider writes it.</summary>
    public string Json(string id) => _made.Values.SelectMany(shelf => shelf).Single(made => made["id"]!.GetValue<string>() == id).ToJsonString();

    public ValueTask DisposeAsync() => _upstream.DisposeAsync();

    public static string Headers(string secret) => $"anthropic-organization-id: org-of-{secret}\r\nanthropic-workspace-id: wrkspc-of-{secret}\r\n";

    private List<JsonObject> ShelfOf(string secret) => _made.GetOrAdd(secret, _ => []);

    private Task AnswerAsync(UpstreamRequest request, Wire wire)
    {
        var (method, target) = (request.Line.Split(' ')[0], new Uri("http://host" + request.Line.Split(' ')[1]));
        var path = target.AbsolutePath;
        var shelf = ShelfOf(request.Key);
        var isList = path is "/v1/files" or "/v1/skills" or "/v1/messages/batches";
        if (path == "/v1/messages")
        {
            return wire.AnswerAsync(200, Prompts.Answer, Headers(request.Key));
        }

        if (isList)
        {
            return wire.AnswerAsync(200, method == "POST" ? Json(Make(request.Key, path == "/v1/messages/batches" ? "msgbatch_" : "file_")) : List(shelf, target), Headers(request.Key));
        }

        var id = path.Split('/').First(part => part.Contains('_', StringComparison.Ordinal));
        if (!shelf.Exists(made => made["id"]!.GetValue<string>() == id))
        {
            return wire.AnswerAsync(404, Prompts.Error("not_found_error", $"{request.Key} has no {id}"), Headers(request.Key));
        }

        return path.EndsWith("/content", StringComparison.Ordinal)
            ? wire.AnswerAsync(200, "data: of " + id, Headers(request.Key), "text/event-stream")
            : wire.AnswerAsync(200, Json(id), Headers(request.Key));
    }

    private static string List(List<JsonObject> shelf, Uri target)
    {
        var query = HttpUtility.ParseQueryString(target.Query);
        var limit = int.Parse(query["limit"] ?? "20", CultureInfo.InvariantCulture);
        var all = shelf.AsEnumerable().Reverse().ToList();
        var rest = (query["after_id"] ?? query["page"]) is { } after ? all[(all.FindIndex(made => made["id"]!.GetValue<string>() == after) + 1)..] : all;
        var page = rest.Take(limit).Select(made => made.DeepClone()).ToArray();
        var answer = new JsonObject { ["data"] = new JsonArray(page) };
        if (target.Query.Contains("paged", StringComparison.Ordinal))
        {
            answer["next_page"] = rest.Count > limit ? page[^1]["id"]!.GetValue<string>() : null;
        }
        else
        {
            answer["has_more"] = rest.Count > limit;
        }

        return answer.ToJsonString();
    }
}
