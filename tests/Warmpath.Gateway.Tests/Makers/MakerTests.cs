using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Warmpath.Gateway.Clients;
using Warmpath.Gateway.Keys;
using Warmpath.Gateway.Tests.Hosting;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Storage.Clients;
using Warmpath.Storage.Keys;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Tests.Makers;

/// <summary>Batches and files belong to the workspace that made them, and clients need not know which that is.</summary>
public sealed class MakerTests : IAsyncLifetime
{
    private readonly Workshop _workshop = new();
    private TestGateway _gateway = null!; // set before each test

    public async ValueTask InitializeAsync() => _gateway = await TestGateway.StartAsync(null, _workshop.Url, _workshop.Url, _workshop.Url);

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _workshop.DisposeAsync();
    }

    [Theory]
    [InlineData("/v1/files", "file_001", "/content")]
    [InlineData("/v1/skills", "file_001", "/versions/2")]
    [InlineData("/v1/messages/batches", "msgbatch_001", "/results")]
    public async Task What_was_made_is_asked_of_its_workspace_alone(string path, string id, string content)
    {
        using var made = await CallAsync(HttpMethod.Post, path, "{\"requests\":[]}");
        Assert.Contains(id, await made.Content.ReadAsStringAsync());
        foreach (var (method, rest) in new[] { (HttpMethod.Get, ""), (HttpMethod.Get, content), (HttpMethod.Delete, "") })
        {
            using var answer = await CallAsync(method, $"{path}/{id}{rest}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("1", Assert.Single(answer.Headers.GetValues("x-warmpath-attempts")));
        }

        Assert.Single(_workshop.Callers.Distinct());
        Assert.Equal(path.Split('/')[^1], (await _gateway.RowsAsync()).Select(row => row.Kind).Distinct().Single());
    }

    [Fact]
    public async Task What_nobody_knows_is_looked_for_once_and_then_known()
    {
        var id = _workshop.Make("secret-2");
        using var found = await CallAsync(HttpMethod.Get, "/v1/files/" + id);
        using var again = await CallAsync(HttpMethod.Get, "/v1/files/" + id);
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        Assert.Equal("secret-2", _workshop.Callers.Last());
        Assert.Equal("1", Assert.Single(again.Headers.GetValues("x-warmpath-attempts")));
        Assert.All(_gateway.View().Keys, key => Assert.Empty(key.BlockedModels)); // to lack a file is no fault of a key's
    }

    [Fact]
    public async Task What_no_workspace_has_is_the_providers_own_404()
    {
        using var answer = await CallAsync(HttpMethod.Get, "/v1/files/file_none");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("has no file_none", await answer.Content.ReadAsStringAsync());
        Assert.Equal(["secret-1", "secret-2", "secret-3"], _workshop.Callers.Order());
    }

    [Fact]
    public async Task A_workspace_that_cannot_be_asked_may_have_it()
    {
        _workshop.Answer = (request, wire) => request.Key == "secret-2" ? wire.AnswerAsync(401, Prompts.Error("authentication_error")) : null;
        using var answer = await CallAsync(HttpMethod.Get, "/v1/files/file_none");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("key-2 is invalid", text);
        Assert.DoesNotContain("key-1", text);
    }

    [Fact]
    public async Task When_no_key_opens_its_workspace_any_more_the_answer_names_the_workspace()
    {
        using var made = await CallAsync(HttpMethod.Post, "/v1/files", "x");
        var secret = _workshop.Callers.Single();
        await _gateway.Services.GetRequiredService<KeyRing>().RemoveAsync(new("key_" + secret[^1]), CancellationToken.None);
        using var answer = await CallAsync(HttpMethod.Get, "/v1/files/file_001");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains($"wrkspc-of-{secret} any more", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_address_of_results_leads_back_here_and_all_else_is_as_it_came()
    {
        var id = _workshop.Make("secret-1", "msgbatch_");
        using var answer = await CallAsync(HttpMethod.Get, "/v1/messages/batches/" + id);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(_workshop.Json(id).Replace(_workshop.Url, "", StringComparison.Ordinal), text);
        Assert.Equal($"/v1/messages/batches/{id}/results", JsonSerializer.Deserialize<JsonElement>(text).GetProperty("results_url").GetString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(30)]
    public async Task A_list_has_what_all_workspaces_made_newest_first_forwards_and_back(int limit)
    {
        for (var made = 0; made < 13; made++)
        {
            _workshop.Make($"secret-{(made * made % 3) + 1}");
        }

        var (forward, after) = (new List<string>(), "");
        for (var more = true; more;)
        {
            (var page, more) = await ListAsync($"/v1/files?beta=true&limit={limit}{after}");
            forward.AddRange(page);
            after = "&after_id=" + page[^1];
        }

        Assert.Equal(13, forward.Distinct().Count());
        Assert.Equal(forward.OrderByDescending(id => int.Parse(id[5..]) / 2), forward); // by the second
        foreach (var secret in new[] { "secret-1", "secret-2", "secret-3" })
        {
            Assert.Equal(_workshop.Of(secret).Reverse(), forward.Where(_workshop.Of(secret).Contains)); // as its workspace has them
        }

        var (back, hasMore) = await ListAsync($"/v1/files?limit={limit}&before_id={forward[8]}");
        Assert.Equal(forward[Math.Max(0, 8 - limit)..8], back);
        Assert.Equal(limit < 8, hasMore);
        Assert.All(_workshop.Lines.Where(line => line.Contains("beta", StringComparison.Ordinal)), line => Assert.Contains("&beta=true HTTP", line));
    }

    [Fact]
    public async Task Entries_of_a_list_are_as_they_came()
    {
        var (one, other) = (_workshop.Make("secret-1"), _workshop.Make("secret-2"));
        _workshop.Answer = (request, wire) => request.Key == "secret-3"
            ? wire.AnswerAsync(200, """{"data":[{ "id":"file_3", "filename":"a<b>+é \u00e9", "size_bytes":1.0 }],"has_more":false}""", Workshop.Headers(request.Key))
            : null;
        using var answer = await CallAsync(HttpMethod.Get, "/v1/files");
        var text = Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync());
        Assert.Contains("""{ "id":"file_3", "filename":"a<b>+é \u00e9", "size_bytes":1.0 }""", text);
        Assert.Contains(_workshop.Json(one).Split(',')[0], text);
        Assert.Contains(_workshop.Json(other).Split(',')[0], text);
    }

    [Fact]
    public async Task A_list_goes_on_by_page_where_the_provider_has_it_so()
    {
        for (var made = 0; made < 7; made++)
        {
            _workshop.Make($"secret-{(made % 3) + 1}");
        }

        var (all, page) = (new List<string>(), (string?)"");
        while (page is not null)
        {
            using var answer = await CallAsync(HttpMethod.Get, $"/v1/files?paged=1&limit=3{(page.Length > 0 ? "&page=" : "")}{page}");
            var list = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
            all.AddRange(list.GetProperty("data").EnumerateArray().Select(made => made.GetProperty("id").GetString()!));
            page = list.GetProperty("next_page").GetString();
        }

        Assert.Equal((7, 7), (all.Count, all.Distinct().Count()));
    }

    [Fact]
    public async Task A_list_that_would_lack_a_workspace_fails()
    {
        _workshop.Make("secret-1");
        _workshop.Answer = (request, wire) => request.Key == "secret-2" ? wire.AnswerAsync(401, Prompts.Error("authentication_error")) : null;
        using var answer = await CallAsync(HttpMethod.Get, "/v1/files");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("key-2 is invalid", await answer.Content.ReadAsStringAsync());
        Assert.Equal(EndState.Error, (await _gateway.RowAsync()).End);
    }

    [Fact]
    public async Task Keys_of_another_provider_have_no_part_in_a_list()
    {
        _workshop.Make("secret-1");
        var config = new KeyConfig { Id = new("openai_1"), Name = "openai", Provider = Providers.OpenAI, BaseUrl = _workshop.Url };
        await _gateway.Services.GetRequiredService<KeyRing>().AddAsync(new StoredKey(config, "openai", "…", _gateway.Time.GetUtcNow()), CancellationToken.None);
        var (ids, _) = await ListAsync("/v1/files");
        Assert.Single(ids);
        Assert.DoesNotContain("openai", _workshop.Callers);
    }

    [Fact]
    public async Task An_answer_that_is_no_list_is_no_fault_of_the_way_there()
    {
        _workshop.Answer = (request, wire) => request.Key == "secret-2" ? wire.AnswerAsync(200, "{}", Workshop.Headers(request.Key)) : null;
        using var answer = await CallAsync(HttpMethod.Get, "/v1/files");
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.All(_gateway.View().Keys, key => Assert.Equal(KeyStatus.Healthy, key.Status));
    }

    [Fact]
    public async Task A_list_beyond_what_can_be_held_is_an_error_and_not_cut_in_silence()
    {
        var first = _workshop.Make("secret-1");
        for (var made = 0; made < 10_001; made++)
        {
            _workshop.Make("secret-2");
        }

        using var answer = await CallAsync(HttpMethod.Get, $"/v1/files?after_id={first}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("10,000", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_cursor_that_no_workspace_knows_is_an_error()
    {
        using var answer = await CallAsync(HttpMethod.Get, "/v1/files?after_id=file_none");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("after_id", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_list_that_was_put_together_says_so_of_itself()
    {
        using var answer = await CallAsync(HttpMethod.Get, "/v1/messages/batches");
        Assert.Equal("3", Assert.Single(answer.Headers.GetValues("x-warmpath-attempts")));
        Assert.False(answer.Headers.Contains("x-warmpath-decision")); // nothing failed
        var row = await _gateway.RowAsync();
        Assert.Equal((EndState.Complete, 200, 3), (row.End, row.Status, row.Attempts.Count));
    }

    [Fact]
    public async Task A_message_goes_to_the_workspace_of_the_file_that_it_uses_wherever_it_lives()
    {
        foreach (var secret in new[] { "secret-1", "secret-2", "secret-3" })
        {
            var id = _workshop.Make(secret);
            using var known = await CallAsync(HttpMethod.Get, "/v1/files/" + id);
            using var answer = await _gateway.SendAsync(Using(id));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(secret, _workshop.Callers.Last());
            Assert.Contains("uses what belongs to", (await _gateway.RowsAsync())[0].Reason);
        }
    }

    [Fact]
    public async Task A_file_that_nobody_knows_is_looked_for_by_the_message_that_uses_it_and_then_known()
    {
        var id = _workshop.Make("secret-3");
        _workshop.Answer = (request, wire) => request.Key != "secret-3" && request.Line.Contains("/v1/messages", StringComparison.Ordinal)
            ? wire.AnswerAsync(404, Prompts.Error("not_found_error", "There is no such thing."), Workshop.Headers(request.Key))
            : null;
        using var first = await _gateway.SendAsync(Using(id));
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var second = await _gateway.SendAsync(Using(id));
        Assert.Equal("1", Assert.Single(second.Headers.GetValues("x-warmpath-attempts")));

        _workshop.Answer = (request, wire) => wire.AnswerAsync(404, Prompts.Error("not_found_error", "There is no such thing."), Workshop.Headers(request.Key));
        using var refused = await _gateway.SendAsync(Using("file_none_either"));
        Assert.Equal((HttpStatusCode.NotFound, "3"), (refused.StatusCode, Assert.Single(refused.Headers.GetValues("x-warmpath-attempts"))));
        Assert.All(_gateway.View().Keys, key => Assert.Equal((KeyStatus.Healthy, 0), (key.Status, key.BlockedModels.Count)));
    }

    [Fact]
    public async Task Of_several_things_that_a_message_names_none_is_taken_for_another_workspaces()
    {
        var (named, used) = (_workshop.Make("secret-1"), _workshop.Make("secret-2"));
        _workshop.Answer = (request, wire) => request.Key != "secret-2" && request.Line.Contains("/v1/messages", StringComparison.Ordinal)
            ? wire.AnswerAsync(404, Prompts.Error("not_found_error", "There is no such thing."), Workshop.Headers(request.Key))
            : null;
        using var answer = await _gateway.SendAsync(Using(named, used));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var file = await CallAsync(HttpMethod.Get, "/v1/files/" + named);
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
    }

    [Fact]
    public async Task A_message_that_names_nothing_hears_its_404_at_once()
    {
        _workshop.Answer = (request, wire) => wire.AnswerAsync(404, Prompts.Error("not_found_error", "There is no such thing."), Workshop.Headers(request.Key));
        using var answer = await _gateway.SendAsync(Prompts.Whole);
        Assert.Equal((HttpStatusCode.NotFound, "1"), (answer.StatusCode, Assert.Single(answer.Headers.GetValues("x-warmpath-attempts"))));
    }

    [Fact]
    public async Task A_count_of_tokens_with_an_unknown_file_takes_the_model_from_no_key()
    {
        _workshop.Answer = (request, wire) => wire.AnswerAsync(404, Prompts.Error("not_found_error", "File not found: file_x"), Workshop.Headers(request.Key));
        using var answer = await CallAsync(HttpMethod.Post, "/v1/messages/count_tokens", Using("file_x"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.All(_gateway.View().Keys, key => Assert.Empty(key.BlockedModels));
    }

    [Fact]
    public async Task A_file_of_a_key_that_drains_is_found()
    {
        var id = _workshop.Make("secret-2");
        var keys = _gateway.Services.GetRequiredService<KeyRing>();
        await keys.ChangeAsync("key_2", key => key with { Config = key.Config with { Draining = true } }, CancellationToken.None);
        using var found = await CallAsync(HttpMethod.Get, "/v1/files/" + id);
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        for (var made = 0; made < 5; made++)
        {
            using var file = await CallAsync(HttpMethod.Post, "/v1/files", "x");
        }

        Assert.Single(_workshop.Of("secret-2")); // new ones go elsewhere
    }

    [Fact]
    public async Task A_list_of_ever_more_small_pages_ends_in_an_error()
    {
        var calls = 0;
        _workshop.Answer = (request, wire) => wire.AnswerAsync(200, $$"""{"data":[{"id":"file_{{Interlocked.Increment(ref calls)}}"}],"has_more":true}""", Workshop.Headers(request.Key));
        using var answer = await CallAsync(HttpMethod.Get, "/v1/files?after_id=file_0");
        Assert.Equal((HttpStatusCode.BadRequest, true), (answer.StatusCode, calls <= 200));
    }

    [Fact]
    public async Task A_batch_that_may_have_been_made_is_not_made_again()
    {
        _workshop.Answer = (request, wire) =>
        {
            wire.Reset();
            return Task.CompletedTask;
        };
        using var answer = await CallAsync(HttpMethod.Post, "/v1/messages/batches", "{\"requests\":[]}");
        Assert.Equal((HttpStatusCode.BadGateway, "false"), (answer.StatusCode, Assert.Single(answer.Headers.GetValues("x-should-retry"))));
        Assert.Contains("may have been made", await answer.Content.ReadAsStringAsync());
        Assert.Single(_workshop.Lines);
    }

    [Fact]
    public async Task A_batch_whose_answer_breaks_is_not_made_twice()
    {
        _workshop.Answer = async (request, wire) =>
        {
            await wire.SendAsync("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{\"id\":");
            wire.Close();
        };
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => CallAsync(HttpMethod.Post, "/v1/messages/batches", "{\"requests\":[]}"));
        Assert.Single(_workshop.Lines);
        Assert.Equal(EndState.Truncated, (await _gateway.RowOnceWrittenAsync()).End);
    }

    [Fact]
    public async Task Files_of_two_workspaces_in_one_message_are_an_error_that_names_them()
    {
        var ids = new[] { _workshop.Make("secret-1"), _workshop.Make("secret-2") };
        foreach (var id in ids)
        {
            using var known = await CallAsync(HttpMethod.Get, "/v1/files/" + id);
        }

        using var answer = await _gateway.SendAsync(Using(ids));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.All(ids, id => Assert.Contains(id, answer.Content.ReadAsStringAsync().Result));
        Assert.DoesNotContain(_workshop.Lines, line => line.Contains("/v1/messages", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_has_a_budget_or_a_list_of_models_makes_no_batches()
    {
        foreach (var options in new ClientOptions[] { new(Budget: new(Day: 5)), new(Models: ["claude-haiku-5-5"]) })
        {
            var added = await _gateway.Services.GetRequiredService<ClientDirectory>().AddAsync("client", options, CancellationToken.None);
            using var refused = await CallAsync(HttpMethod.Post, "/v1/messages/batches", "{\"requests\":[]}", added!.Value.Token);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            using var file = await CallAsync(HttpMethod.Post, "/v1/files", "x", added.Value.Token);
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
            await _gateway.Services.GetRequiredService<ClientDirectory>().RemoveAsync(added.Value.Client.Id, CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_file_is_passed_on_as_it_is_whatever_it_says_that_it_is()
    {
        var id = _workshop.Make("secret-3");
        using var answer = await CallAsync(HttpMethod.Get, $"/v1/files/{id}/content");
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("data: of " + id, await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("PUT", "/v1/files", "GET, POST")]
    [InlineData("POST", "/v1/files/file_1", "GET, DELETE")]
    [InlineData("GET", "/v1/messages/batches/msgbatch_1/cancel", "POST")]
    public async Task Another_method_is_refused_with_those_that_would_do(string method, string path, string allowed)
    {
        using var answer = await CallAsync(new HttpMethod(method), path);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow));
    }

    private static string Using(params string[] files) =>
        $$"""{"model":"claude-sonnet-5-5","max_tokens":9,"messages":[{"role":"user","content":[{{string.Join(',', files.Select(file =>
            $$$"""{"type":"document","source":{"type":"file","file_id": "{{{file}}}"}}"""))}}]}]}""";

    private async Task<(List<string> Ids, bool HasMore)> ListAsync(string path)
    {
        using var answer = await CallAsync(HttpMethod.Get, path);
        var list = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        var ids = list.GetProperty("data").EnumerateArray().Select(made => made.GetProperty("id").GetString()!).ToList();
        Assert.Equal((ids.FirstOrDefault(), ids.LastOrDefault()), (list.GetProperty("first_id").GetString(), list.GetProperty("last_id").GetString()));
        return (ids, list.GetProperty("has_more").GetBoolean());
    }

    private Task<HttpResponseMessage> CallAsync(HttpMethod method, string path, string? body = null, string? token = null)
    {
        var request = new HttpRequestMessage(method, _gateway.Url + path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("x-api-key", token ?? _gateway.Token);
        return _gateway.AdvanceUntilAsync(_gateway.Client.SendAsync(request, TestContext.Current.CancellationToken));
    }
}
