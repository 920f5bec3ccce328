using System.IO.Compression;
using System.Text.Json;
using Warmpath.Simulation.Policies;

namespace Warmpath.Tests.Cli.Simulate;

public sealed class SimulateCommandTests : IDisposable
{
    private const string Line = """{"session":"s","user":"u","model":"claude-sonnet","t":1,"blocks":[["a",5000]],"breakpoints":[0],"ttl":"5m","output_tokens":60}""";

    private readonly TestTerminal _terminal = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task A_scenario_is_compared_in_a_table_with_its_bounds_and_seed()
    {
        Assert.Equal(0, await Simulate("--scenario", "team-day", "--policy", "cost-aware", "--policy", "round-robin"));

        Assert.All((string[])["team-day", "seed 1", "LB1", "LB3", "cost-aware", "round-robin"], word => Assert.Contains(word, _terminal.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_policies_run_a_trace_from_standard_input_and_json_tells_of_each()
    {
        Assert.Equal(0, await _terminal.RunAsync(["simulate", "--trace", "-", "--org", "start", "--org", "b:build", "--policy", "all", "--json"], Line));

        using var json = JsonDocument.Parse(_terminal.Out);
        Assert.Equal(SimulatedPolicies.Names, json.RootElement.GetProperty("policies").EnumerateArray().Select(policy => policy.GetProperty("policy").GetString()));
    }

    [Fact]
    public async Task A_decision_log_agrees_with_the_trace_that_was_written_and_a_changed_one_does_not()
    {
        var (trace, log) = (Path.Combine(_terminal.Home, "t.jsonl.gz"), Path.Combine(_terminal.Home, "d.jsonl"));
        Assert.Equal(0, await Simulate("--policy", "cost-aware", "--write-trace", trace, "--decisions", log));
        string[] replay = ["--trace", trace, "--org", "a:start", "--org", "b:start", "--org", "c:start", "--check", log];

        Assert.Equal(0, await Simulate(replay));
        await File.WriteAllTextAsync(log, (await File.ReadAllTextAsync(log, Cancelled)).Replace("\"status\":200", "\"status\":429", StringComparison.Ordinal), Cancelled);
        Assert.Equal(1, await Simulate(replay));
        Assert.Contains("by the rules 200", _terminal.Out, StringComparison.Ordinal);
        Assert.Equal(
            "warmpath: d.jsonl and the rules differ in 366 places; see those on standard output, and whether trace and organizations are the log's.\n",
            _terminal.Error);

        Assert.Equal(1, await Simulate([.. replay, "--json"]));
        using var json = JsonDocument.Parse(_terminal.Out);
        Assert.Equal(
            (366, 100), (json.RootElement.GetProperty("differenceCount").GetInt32(), json.RootElement.GetProperty("differences").GetArrayLength()));
    }

    [Theory]
    [InlineData("number", "\"end\":", "\"end\":-", "line 1: end: a number from 0")]
    [InlineData("text", "\"org\":\"", "\"org\":\"\\ud800", "line 1: org: half of a surrogate pair")]
    public async Task A_bad_line_of_a_decision_log_is_refused_with_its_number(string name, string from, string to, string what)
    {
        var log = Path.Combine(_terminal.Home, $"{name}.jsonl");
        Assert.Equal(0, await Simulate("--policy", "single-key", "--decisions", log));
        await File.WriteAllTextAsync(log, (await File.ReadAllTextAsync(log, Cancelled)).Replace(from, to, StringComparison.Ordinal), Cancelled);

        Assert.Equal(1, await Simulate("--check", log));
        Assert.StartsWith($"warmpath: {name}.jsonl, {what}", _terminal.Error, StringComparison.Ordinal);
        Assert.Single(_terminal.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_gzipped_trace_that_was_cut_off_is_refused()
    {
        var trace = Path.Combine(_terminal.Home, "t.jsonl.gz");
        Assert.Equal(0, await Simulate("--policy", "single-key", "--write-trace", trace));
        await File.WriteAllBytesAsync(trace, (await File.ReadAllBytesAsync(trace, Cancelled))[..^9], Cancelled);

        Assert.Equal(1, await Simulate("--trace", trace, "--org", "start"));
        Assert.Equal("warmpath: t.jsonl.gz: the gzip file is damaged or cut off; write or copy it again.\n", _terminal.Error);
    }

    [Fact]
    public async Task Without_a_cost_to_compare_with_a_table_has_dashes_and_json_nulls()
    {
        var orgs = Path.Combine(_terminal.Home, "orgs.json");
        await File.WriteAllTextAsync(orgs, """{"orgs":[{"name":"a"}],"params":{"prices":{"sonnet":[0,0,0,0,0]}}}""", Cancelled);

        Assert.Equal(0, await _terminal.RunAsync(["simulate", "--trace", "-", "--orgs", orgs, "--policy", "single-key"], Line, Cancelled));
        Assert.Matches(@"0\.00 +│ +- +│ +- +│", _terminal.Out);
        Assert.Equal(0, await _terminal.RunAsync(["simulate", "--trace", "-", "--orgs", orgs, "--policy", "single-key", "--json"], Line, Cancelled));
        Assert.Contains("\"costAndWait\": null", _terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_asked_wrongly_leaves_no_file_behind()
    {
        var (trace, log) = (Path.Combine(_terminal.Home, "t.jsonl"), Path.Combine(_terminal.Home, "d.jsonl"));

        Assert.Equal(2, await Simulate("--write-trace", trace, "--decisions", log));
        Assert.Equal(2, await Simulate("--write-trace", trace, "--prices", "gpt-99"));
        Assert.False(File.Exists(trace));
    }

    [Fact]
    public async Task A_page_is_written()
    {
        var page = Path.Combine(_terminal.Home, "r.html");

        Assert.Equal(0, await Simulate("--policy", "cost-aware", "--report", page));
        Assert.StartsWith("<!doctype html>", await File.ReadAllTextAsync(page, Cancelled), StringComparison.Ordinal);

        Assert.Equal(0, await Simulate("--policy", "cost-aware", "--report", page + ".gz"));
        using var packed = new StreamReader(new GZipStream(File.OpenRead(page + ".gz"), CompressionMode.Decompress));
        Assert.Equal(await File.ReadAllTextAsync(page, Cancelled), await packed.ReadToEndAsync(Cancelled));
    }

    [Fact]
    public async Task A_bad_line_of_a_trace_is_refused_with_its_number()
    {
        Assert.Equal(1, await _terminal.RunAsync(["simulate", "--trace", "-", "--org", "start"], Line + "\n{}"));
        Assert.Contains("line 2", _terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--policy", "fastest")]
    [InlineData("--scenario", "holiday")]
    [InlineData("--seeds", "0")]
    [InlineData("--value-of-time", "-1")]
    [InlineData("--lifetime", "forever")]
    [InlineData("--trace", "-")]
    [InlineData("--prices", "gpt-99")]
    [InlineData("--org", "a:start", "--org", "a:start")]
    [InlineData("--json", "--csv")]
    [InlineData("--check", "log.jsonl", "--csv")]
    [InlineData("--check", "log.jsonl", "--report", "page.html")]
    [InlineData("--check", "log.jsonl", "--decisions", "other.jsonl", "--policy", "random")]
    [InlineData("--decisions", "log.jsonl", "--seeds", "2", "--policy", "random")]
    [InlineData("--seed", "18446744073709551615", "--seeds", "2")]
    public async Task Wrong_usage_ends_with_two_and_one_line(params string[] options)
    {
        Assert.Equal(2, await Simulate(options));
        Assert.Single(_terminal.Error.TrimEnd().Split('\n'));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private Task<int> Simulate(params string[] options) => _terminal.RunAsync(["simulate", .. options], cancellationToken: Cancelled);
}
