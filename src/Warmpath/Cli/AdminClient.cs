using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Warmpath.Gateway.Admin;

namespace Warmpath.Cli;

/// <summary>The verbs' way to a running gateway: its admin API, as any other program would use it.</summary>
internal sealed class AdminClient : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="fingerprint">SHA-256 of the one certificate to be trusted; null: those that the machine trusts.</param>
    public AdminClient(string url, string? token, string? fingerprint = null)
    {
        // The token must not follow a redirect to somebody else, nor go through a proxy that was meant for the internet.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(10) };
        if (fingerprint is not null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                certificate?.GetCertHashString(HashAlgorithmName.SHA256) == fingerprint;
        }

        _http = new HttpClient(handler) { BaseAddress = new Uri(url.TrimEnd('/') + "/"), Timeout = TimeSpan.FromSeconds(60) };
        Url = url.TrimEnd('/');
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>Without a trailing slash.</summary>
    public string Url { get; }

    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Get, path, body: null, cancellationToken);

    public Task<T> PostAsync<T>(string path, object? body, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Post, path, body, cancellationToken);

    public Task<T> PatchAsync<T>(string path, object body, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Patch, path, body, cancellationToken);

    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Delete, path, body: null, cancellationToken);
    }

    /// <summary>Writes the body of an answer as it comes.</summary>
    /// <returns>Its headers, and how many lines it has.</returns>
    public async Task<(HttpResponseHeaders Headers, long Lines)> CopyAsync(string path, Stream target, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, body: null, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[64 * 1024];
        var lines = 0L;
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return (response.Headers, lines);
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, path, body, cancellationToken);
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(AdminJson.Options, cancellationToken)
                ?? throw new CommandException(NotWarmpath);
        }
        catch (JsonException)
        {
            throw new CommandException(NotWarmpath);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, AdminApi.Root[1..] + path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType(), options: AdminJson.Options);
        }

        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, cancellationToken);
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new CommandException($"No gateway answers at {Url}. Start one with warmpath serve, or name another with --url.");
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw new CommandException(await ComplaintAsync(response, cancellationToken));
        }
    }

    private async Task<string> ComplaintAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var problem = await response.Content.ReadFromJsonAsync<Problem>(AdminJson.Options, cancellationToken);
            return response.StatusCode == HttpStatusCode.Unauthorized && problem?.Title is not null ? NotAdmitted : problem?.Detail ?? problem?.Title ?? NotWarmpath;
        }
        catch (JsonException)
        {
            return NotWarmpath;
        }
    }

    // The gateway speaks of headers; here the token comes by option or environment.
    private string NotAdmitted => (_http.DefaultRequestHeaders.Authorization is null ? $"{Url} asks for its admin token" : $"{Url} does not accept this admin token")
        + ": give --admin-token or WARMPATH_ADMIN_TOKEN. The gateway printed it at its first start; a lost one is replaced by starting it with warmpath serve --admin-token.";

    private string NotWarmpath => $"What answers at {Url} is no Warmpath gateway, or another version of it. Check --url.";

    private sealed record Problem(string? Title, string? Detail);
}
