using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Warmpath.Cli;

namespace Warmpath.Kill;

/// <summary>A person who changes settings and adds clients without a pause, and remembers what was acknowledged.</summary>
internal sealed class Changes : IDisposable
{
    private readonly HttpClient _http;

    public Changes(GatewayProcess gateway, string dataFolder)
    {
        _http = new HttpClient { BaseAddress = new Uri(gateway.Url + "/admin/api/v1/") };
        var token = LocalGateway.Read(dataFolder)?.Token ?? throw new InvalidOperationException("A running gateway leaves its token.");
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public async Task AddKeyAsync(string name, string secret, string baseUrl) => await SucceedAsync(
        await _http.PostAsJsonAsync("keys", new { name, provider = "anthropic", secret, baseUrl }));

    /// <returns>Its virtual key.</returns>
    public async Task<string> AddClientAsync(string name)
    {
        using var response = await _http.PostAsJsonAsync("clients", new { name });
        await SucceedAsync(response);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    /// <param name="acknowledged">The last value, and the names of clients, that the gateway answered for.</param>
    public async Task RunAsync(Acknowledged acknowledged, CancellationToken killed)
    {
        try
        {
            while (!killed.IsCancellationRequested)
            {
                var next = acknowledged.ValueOfTime + 1;
                using var setting = await _http.PatchAsJsonAsync("settings", new { valueOfTimePerHour = next }, killed);
                await SucceedAsync(setting);
                acknowledged.ValueOfTime = next;
                using var added = await _http.PostAsJsonAsync("clients", new { name = $"client-{next}" }, killed);
                await SucceedAsync(added);
                acknowledged.Clients.Add($"client-{next}");
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // Killed in the middle of a change, which was not acknowledged.
        }
    }

    /// <returns>What of it is missing; empty when nothing is.</returns>
    public async Task<IReadOnlyList<string>> MissingAsync(Acknowledged acknowledged, IEnumerable<string> keys)
    {
        var faults = new List<string>();
        var value = (await _http.GetFromJsonAsync<JsonElement>("settings")).GetProperty("valueOfTimePerHour").GetDouble();
        if (value != acknowledged.ValueOfTime && value != acknowledged.ValueOfTime + 1)
        {
            faults.Add($"the setting is {value}, acknowledged was {acknowledged.ValueOfTime}");
        }

        acknowledged.ValueOfTime = (int)value;
        var clients = await NamesAsync("clients");
        faults.AddRange(acknowledged.Clients.Where(name => !clients.Contains(name)).Select(name => $"client {name} is missing"));
        var there = await NamesAsync("keys");
        faults.AddRange(keys.Where(name => !there.Contains(name)).Select(name => $"key {name} is missing"));
        return faults;
    }

    public void Dispose() => _http.Dispose();

    private async Task<HashSet<string>> NamesAsync(string list) =>
        [.. (await _http.GetFromJsonAsync<JsonElement>(list)).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()!)];

    private static async Task SucceedAsync(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"The admin API answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        }
    }
}

/// <summary>Changes that the gateway answered for, over all rounds.</summary>
internal sealed class Acknowledged
{
    public int ValueOfTime { get; set; } = 60;

    public HashSet<string> Clients { get; } = new(StringComparer.Ordinal);
}
