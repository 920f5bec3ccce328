using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Warmpath.Macro.Proxies;

/// <summary>Warmpath as people run it: <c>warmpath serve</c>, keys added over the admin API, ledger and metrics on.</summary>
internal static partial class Gateway
{
    private const string AdminToken = "bench-admin-token-0123456789";

    /// <param name="program">Path of <c>warmpath.dll</c>.</param>
    /// <param name="keys">Keys of as many organizations.</param>
    /// <param name="variables">Of its environment, besides those that it needs.</param>
    public static async Task<Proxy> StartAsync(
        string program, string folder, int upstream, string name, int keys, string scheme = "http", IReadOnlyDictionary<string, string>? variables = null)
    {
        var (process, found) = Proxy.Start(
            "dotnet",
            [program, "serve", "--urls", "http://127.0.0.1:0", "--data", Path.Combine(folder, name)],
            new Dictionary<string, string>(variables ?? new Dictionary<string, string>()) { ["WARMPATH_ADMIN_TOKEN"] = AdminToken },
            @"http://127\.0\.0\.1:([1-9]\d*)",
            @"(wp-[A-Za-z0-9_-]{20,})");
        var port = int.Parse(found[0], CultureInfo.InvariantCulture);
        using var admin = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Proxy.Text(port)}") };
        admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminToken);
        for (var i = 0; i < keys; i++)
        {
            using var added = await admin.PostAsJsonAsync(
                "/admin/api/v1/keys",
                new { name = $"key-{i:000}", provider = "anthropic", secret = $"sk-ant-bench-{i:000}", baseUrl = $"{scheme}://127.0.0.1:{Proxy.Text(upstream)}" });
            added.EnsureSuccessStatusCode();
            using var tested = await admin.PostAsync(new Uri(admin.BaseAddress, added.Headers.Location + "/test"), null);
            tested.EnsureSuccessStatusCode();
        }

        return new(process, new(name, port, found[1]));
    }

    /// <summary>Bytes that it has allocated since it started, as its own metrics say; null for any other program.</summary>
    public static async Task<double?> AllocatedBytesAsync(Proxy proxy)
    {
        if (!proxy.Target.Credential.StartsWith("wp-", StringComparison.Ordinal))
        {
            return null;
        }

        using var client = new HttpClient();
        var metrics = await client.GetStringAsync(new Uri($"http://127.0.0.1:{Proxy.Text(proxy.Target.Port)}/metrics"));
        return double.Parse(Allocated().Match(metrics).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"(?m)^dotnet_gc_heap_total_allocated_bytes_total\S* ([0-9.E+]+)")]
    private static partial Regex Allocated();
}
