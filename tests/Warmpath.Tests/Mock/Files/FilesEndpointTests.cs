using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Warmpath.Mock;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Faults;

namespace Warmpath.Tests.Mock.Files;

public class FilesEndpointTests
{
    private const string Files = "/v1/files";
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 256).Select(i => (byte)i), .. "\r\n--boundary\r\n"u8];

    [Fact]
    public async Task What_was_uploaded_can_be_looked_at_and_downloaded()
    {
        await using var mock = await MockClient.StartAsync();

        var uploaded = await UploadAsync(mock);
        using var content = await mock.SendAsync(HttpMethod.Get, $"{PathOf(uploaded)}/content");

        Assert.StartsWith("file_01", uploaded["id"]!.Text(), StringComparison.Ordinal);
        Assert.Equal(
            $$"""{"id":"{{uploaded["id"]}}","type":"file","filename":"report.pdf","mime_type":"application/pdf","size_bytes":270,"created_at":"2026-11-22T12:00:00.000000Z","downloadable":true}""",
            uploaded.ToJsonString());
        Assert.True(JsonNode.DeepEquals(uploaded, await mock.GetAsync(PathOf(uploaded))));
        Assert.Equal("application/pdf", content.Content.Headers.ContentType!.ToString());
        Assert.Equal(Bytes, await content.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_deleted_file_is_gone()
    {
        await using var mock = await MockClient.StartAsync();
        var uploaded = await UploadAsync(mock);

        using var deleted = await mock.SendAsync(HttpMethod.Delete, PathOf(uploaded));
        using var gone = await mock.SendAsync(HttpMethod.Get, PathOf(uploaded));

        Assert.Equal($$"""{"id":"{{uploaded["id"]}}","type":"file_deleted"}""", await deleted.Content.ReadAsStringAsync());
        await gone.AssertErrorAsync(404, "not_found_error");
        Assert.Empty((await mock.GetAsync(Files))["data"]!.AsArray());
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/content")]
    [InlineData("DELETE", "")]
    public async Task A_file_of_another_workspace_is_not_found(string method, string part)
    {
        await using var mock = await MockClient.StartAsync(new MockOrganization("acme") { Keys = 3, Workspaces = 2 });
        var uploaded = await UploadAsync(mock);

        using var foreign = await mock.SendAsync(new(method), PathOf(uploaded) + part, "acme-2");

        await foreign.AssertErrorAsync(404, "not_found_error");
        Assert.Empty((await mock.GetAsync(Files, "acme-2"))["data"]!.AsArray());
        Assert.Single((await mock.GetAsync(Files, "acme-3"))["data"]!.AsArray());
    }

    [Fact]
    public async Task A_list_goes_on_by_id_and_by_page()
    {
        await using var mock = await MockClient.StartAsync();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Insert(0, (await UploadAsync(mock))["id"]!.Text());
        }

        var first = await mock.GetAsync($"{Files}?limit=2");
        var byId = await mock.GetAsync($"{Files}?limit=2&after_id={first["last_id"]!.Text()}");
        var byPage = await mock.GetAsync($"{Files}?limit=2&page={first["next_page"]!.Text()}");
        var newer = await mock.GetAsync($"{Files}?limit=1&before_id={ids[2]}");

        Assert.Equal(ids[..2], first.Ids());
        Assert.Equal(ids[2..], byId.Ids());
        Assert.True(JsonNode.DeepEquals(byId, byPage));
        Assert.Null(byPage["next_page"]);
        Assert.Equal([ids[1]], newer.Ids());
        Assert.Null(newer["next_page"]);
    }

    [Fact]
    public async Task Of_the_files_that_a_list_is_to_have_it_has_those_that_there_are()
    {
        await using var mock = await MockClient.StartAsync();
        var id = (await UploadAsync(mock))["id"]!.Text();
        await UploadAsync(mock);

        using var paged = await mock.SendAsync(HttpMethod.Get, $"{Files}?ids[]={id}&limit=1");

        Assert.Equal([id], (await mock.GetAsync($"{Files}?beta=true&ids[]=file_none&ids[]={id}")).Ids());
        Assert.Empty((await mock.GetAsync($"{Files}?ids[]={id}", "globex-1")).Ids());
        await paged.AssertErrorAsync(400, "invalid_request_error");
    }

    [Theory]
    [InlineData("form-data; name=file; filename=\"a/b/c.txt\"", "c.txt")]
    [InlineData("form-data; name=\"file\"; filename=\"a \\\"b\\\".txt\"", "a \"b\".txt")]
    [InlineData("form-data; name=\"file\"; filename=\"\"", "unnamed")]
    [InlineData("form-data; name=\"file\"", "unnamed")]
    [InlineData("form-data; name=\"file\"; filename=\"x\"; filename*=UTF-8''%C3%A4.txt", "\u00e4.txt")]
    public async Task A_name_is_the_last_of_its_path_whatever_way_it_is_written(string disposition, string name)
    {
        await using var mock = await MockClient.StartAsync();

        using var response = await PostAsync(mock, Multipart($"--b\r\nContent-Disposition: {disposition}\r\n\r\nhello\r\n--b--\r\n"));

        var uploaded = await response.Json();
        Assert.Equal((name, 5), (uploaded["filename"]!.Text(), uploaded["size_bytes"].Number()));
        Assert.Equal("application/octet-stream", uploaded["mime_type"]!.Text());
    }

    [Theory]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nhello\r\n--b--\r\n")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nhello")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=file\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; name=file\r\n\r\n2\r\n--b--\r\n")]
    [InlineData("--b\r\nhello")]
    [InlineData("hello")]
    [InlineData("")]
    public async Task An_upload_without_one_whole_file_is_refused(string body)
    {
        await using var mock = await MockClient.StartAsync();

        using var response = await PostAsync(mock, Multipart(body));

        await response.AssertErrorAsync(400, "invalid_request_error");
        Assert.Empty((await mock.GetAsync(Files))["data"]!.AsArray());
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/mixed; boundary=b")]
    public async Task An_upload_of_another_type_is_refused(string type)
    {
        await using var mock = await MockClient.StartAsync();
        var body = Multipart("--b\r\nContent-Disposition: form-data; name=file\r\n\r\nhello\r\n--b--\r\n");
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        using var response = await PostAsync(mock, body);

        await response.AssertErrorAsync(400, "invalid_request_error");
    }

    [Fact]
    public async Task An_upload_may_be_larger_than_a_message()
    {
        await using var mock = await MockClient.StartAsync();

        var uploaded = await UploadAsync(mock, new byte[MockServer.MaximumBody + 1]);

        Assert.Equal(MockServer.MaximumBody + 1, uploaded["size_bytes"].Number());
    }

    [Theory]
    [InlineData("/v1/messages")]
    [InlineData("/v1/messages/count_tokens")]
    [InlineData("/v1/messages/batches")]
    public async Task A_prompt_can_refer_to_files_of_its_own_workspace_alone(string path)
    {
        await using var mock = await MockClient.StartAsync();
        var id = (await UploadAsync(mock))["id"]!.Text();
        var message = MockClient.Body("hello");
        message["messages"]![0]!["content"] = JsonNode.Parse($$"""[{"type":"document","source":{"type":"file","file_id":"{{id}}"} }]""");
        JsonNode body = path.EndsWith("batches", StringComparison.Ordinal)
            ? new JsonObject { ["requests"] = new JsonArray(new JsonObject { ["custom_id"] = "a", ["params"] = message }) }
            : message;

        await mock.AnswerAsync(body, path: path);
        using var foreign = await mock.PostAsync(body, "globex-1", path);

        var error = (await foreign.Json())["error"]!;
        Assert.Equal((404, "not_found_error"), ((int)foreign.StatusCode, error["type"]!.Text()));
        Assert.Equal($"File not found: {id}", error["message"]!.Text());
    }

    [Fact]
    public async Task Files_have_a_limit_of_their_own()
    {
        await using var mock = await MockClient.StartAsync(MockClient.Limited("acme", requests: 2));
        await UploadAsync(mock);
        await mock.GetAsync(Files);

        using var refused = await mock.SendAsync(HttpMethod.Get, Files);

        await refused.AssertErrorAsync(429, "rate_limit_error");
        Assert.Contains($"requests per minute (org: {mock.Server.Keys[0].OrganizationId}).", (await refused.Json())["error"]!["message"]!.Text(), StringComparison.Ordinal);
        await mock.AnswerAsync(MockClient.Body("hello"));
    }

    [Fact]
    public async Task Faults_can_aim_at_files_and_break_a_download()
    {
        await using var mock = await MockClient.StartAsync();
        var uploaded = await UploadAsync(mock);
        mock.Server.Faults.Add(new(FaultName.CutAfterContent) { Route = MockRoute.Files });

        using var response = await mock.SendAsync(HttpMethod.Get, PathOf(uploaded) + "/content");

        Assert.Equal(200, (int)response.StatusCode);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync());
    }

    private static string PathOf(JsonNode file) => $"{Files}/{file["id"]!.Text()}";

    private static async Task<JsonNode> UploadAsync(MockClient mock, byte[]? bytes = null)
    {
        var file = new ByteArrayContent(bytes ?? Bytes);
        file.Headers.ContentType = new("application/pdf");
        using var form = new MultipartFormDataContent { { file, "file", "report.pdf" } };
        using var response = await PostAsync(mock, form);
        Assert.Equal(200, (int)response.StatusCode);
        return await response.Json();
    }

    /// <summary>A body of parts between <c>--b</c>, as it is.</summary>
    private static StringContent Multipart(string body)
    {
        var content = new StringContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        return content;
    }

    private static Task<HttpResponseMessage> PostAsync(MockClient mock, HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, mock.Server.BaseUrl + Files) { Content = content };
        request.Headers.Add("x-api-key", "sk-ant-mock-acme-1");
        return mock.Http.SendAsync(request);
    }
}
