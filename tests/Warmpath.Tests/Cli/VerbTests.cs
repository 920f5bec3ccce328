using System.Text.Json.Nodes;
using Warmpath.Mock.Faults;

namespace Warmpath.Tests.Cli;

public class VerbTests
{
    [Fact]
    public async Task A_key_is_added_checked_and_listed_with_those_that_share_its_limit()
    {
        await using var fleet = await Fleet.StartAsync();

        Assert.Equal(0, await fleet.AddKeyAsync("first"));
        Assert.Contains("first", fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.Contains("is healthy", fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.Contains(fleet.Mock.Keys[0].OrganizationId, fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.Equal(0, await fleet.AddKeyAsync("second", 1));
        Assert.Equal(0, await fleet.Terminal.RunAsync(["key", "list"]));
        Assert.Contains("second", fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.Equal(0, await fleet.Terminal.RunAsync(["key", "list", "--json"]));
        Assert.Equal(2, JsonNode.Parse(fleet.Terminal.Out)!["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_key_that_the_provider_refuses_is_kept_and_the_exit_code_says_so()
    {
        await using var fleet = await Fleet.StartAsync();

        Assert.Equal(1, await fleet.Terminal.RunAsync(["key", "add", "bad", "--secret", "sk-ant-nobodys", "--base-url", fleet.Mock.BaseUrl]));
        Assert.Contains("is invalid", fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.Single(fleet.Terminal.Error.Trim().Split('\n'));
        Assert.Equal(0, await fleet.Terminal.RunAsync(["status"]));
        Assert.Contains("bad is invalid", fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.Equal(0, await fleet.Terminal.RunAsync(["key", "list"]));
        Assert.Contains("warmpath key change NAME --secret-stdin", Assert.Single(fleet.Terminal.Out.Split('\n'), line => line.StartsWith("bad is invalid: ", StringComparison.Ordinal)), StringComparison.Ordinal);

        Assert.Equal(0, await fleet.Terminal.RunAsync(["key", "change", "bad", "--secret-stdin"], fleet.Mock.Keys[0].Secret + "\n"));
        Assert.Contains("is healthy", fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.Contains(fleet.Mock.Keys[0].OrganizationId, fleet.Terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_changed_in_what_is_named_and_none_takes_it_away()
    {
        await using var fleet = await Fleet.StartAsync();
        await fleet.AddKeyAsync("acme");

        Assert.Equal(0, await fleet.Terminal.RunAsync(["key", "change", "acme", "--name", "globex", "--organization", "Globex", "--limits", "*:rpm=5", "--json"]));
        var changed = JsonNode.Parse(fleet.Terminal.Out)!;
        Assert.Equal(("globex", 5), (changed["name"]!.GetValue<string>(), changed["limits"]!["*"]!["requestsPerMinute"]!.GetValue<int>()));
        Assert.Equal(fleet.Mock.Keys[0].OrganizationId, changed["organization"]!["id"]!.GetValue<string>());
        Assert.Equal(0, await fleet.Terminal.RunAsync(["key", "change", "globex", "--limits", "none", "--json"]));
        Assert.Null(JsonNode.Parse(fleet.Terminal.Out)!["limits"]);
        Assert.Equal(1, await fleet.Terminal.RunAsync(["key", "change", "globex", "--base-url", "http://127.0.0.1:9"]));
        Assert.Contains("is unreachable", fleet.Terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_disabled_enabled_drained_tested_and_removed_by_name()
    {
        await using var fleet = await Fleet.StartAsync();
        await fleet.AddKeyAsync("acme");

        foreach (var (verb, state) in new[] { ("disable", "disabled"), ("enable", "healthy"), ("drain", "draining"), ("enable", "healthy") })
        {
            Assert.Equal(0, await fleet.Terminal.RunAsync(["key", verb, "ACME"]));
            Assert.Contains($"is {state}", fleet.Terminal.Out, StringComparison.Ordinal);
        }

        fleet.Mock.Faults.Add(new Fault(FaultName.Credit400));
        Assert.Equal(1, await fleet.Terminal.RunAsync(["key", "test", "acme"]));
        Assert.Contains("out_of_credit", fleet.Terminal.Out, StringComparison.Ordinal);
        fleet.Mock.Faults.Clear();
        Assert.Equal(0, await fleet.Terminal.RunAsync(["key", "test", "acme"]));
        Assert.Equal(0, await fleet.Terminal.RunAsync(["key", "remove", "acme"]));
        Assert.Equal(1, await fleet.Terminal.RunAsync(["key", "remove", "acme"]));
        Assert.Contains("There is no key acme", fleet.Terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_verb_ever_prints_a_provider_key()
    {
        await using var fleet = await Fleet.StartAsync();
        await fleet.AddKeyAsync("acme");
        foreach (var args in new[] { "key list", "key list --json", "key test acme", "status", "status --json", "client list", "doctor" })
        {
            await fleet.Terminal.RunAsync(args.Split(' '));
        }

        Assert.DoesNotContain(fleet.Mock.Keys[0].Secret, fleet.Terminal.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_virtual_key_is_shown_once_and_revoked_by_name()
    {
        await using var fleet = await Fleet.StartAsync();

        Assert.Equal(0, await fleet.Terminal.RunAsync(["client", "add", "ada"]));
        var token = fleet.Terminal.Out.Split('\n')[1].Trim();
        Assert.StartsWith("wp-", token, StringComparison.Ordinal);
        Assert.Equal(0, await fleet.Terminal.RunAsync(["client", "list"]));
        Assert.DoesNotContain(token, fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.Equal(0, await fleet.Terminal.RunAsync(["client", "revoke", "Ada"]));
        Assert.Equal(1, await fleet.Terminal.RunAsync(["client", "revoke", "ada"]));
    }

    [Fact]
    public async Task A_clients_budget_is_given_shown_changed_and_taken_away()
    {
        await using var fleet = await Fleet.StartAsync();

        Assert.Equal(0, await fleet.Terminal.RunAsync(["client", "add", "ada", "--budget-day", "20", "--budget-week", "50", "--expires", "30d", "--models", "claude-opus-*"]));
        Assert.Equal(0, await fleet.Terminal.RunAsync(["client", "list"]));
        Assert.Contains("$0.00 of $20.00", fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.Contains("$0.00 of $50.00", fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.Contains("claude-opus-*", fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.Contains((await fleet.AdminAsync("/clients")).GetProperty("items")[1].GetProperty("id").GetString()!, fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.Equal(0, await fleet.Terminal.RunAsync(["client", "change", "ada", "--budget-day", "none", "--concurrent", "8", "--disable", "--json"]));
        var ada = JsonNode.Parse(fleet.Terminal.Out)!;
        Assert.Equal("""{"day":null,"week":50,"month":null}""", ada["budget"]!.ToJsonString());
        Assert.Equal((8, false), (ada["limits"]!["concurrentRequests"]!.GetValue<int>(), ada["enabled"]!.GetValue<bool>()));
        Assert.Equal(0, await fleet.Terminal.RunAsync(["client", "change", "ada", "--requests-per-minute", "60"]));
        Assert.Contains("60 requests/min", fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.Contains("8 at once", fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.Equal(0, await fleet.Terminal.RunAsync(["client", "rotate", "ada", "--overlap", "24h"]));
        Assert.Contains("The one before is accepted for 24 h 0 min", fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.Equal(2, await fleet.Terminal.RunAsync(["client", "change", "ada", "--budget-day", "much"]));
        Assert.Equal(0, await fleet.Terminal.RunAsync(["connect", "env", "--budget-month", "100"]));
        Assert.Equal(100, (await fleet.AdminAsync("/clients")).GetProperty("items")[2].GetProperty("budget").GetProperty("month").GetDouble());
    }

    [Fact]
    public async Task A_running_store_is_backed_up_and_a_lost_master_key_is_told_by_the_doctor_with_the_way_on()
    {
        await using var fleet = await Fleet.StartAsync();
        await fleet.AddKeyAsync("acme");
        var target = Path.Combine(fleet.Terminal.Home, "backup");
        Assert.Equal(0, await fleet.Terminal.RunAsync(["backup", target]));
        Assert.Contains("without its master key", fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.Equal(1, await fleet.Terminal.RunAsync(["backup", target]));

        await fleet.Terminal.RunAsync(["doctor", "--data", target]);
        Assert.Contains("The master key is lost", fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.Equal(1, await fleet.Terminal.RunAsync(["doctor", "--data", target, "--forget-keys"], "no\n"));
        Assert.Equal(0, await fleet.Terminal.RunAsync(["doctor", "--data", target, "--forget-keys"], "forget\n"));
        Assert.Contains("1 provider key removed", fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.Equal(1, await fleet.Terminal.RunAsync(["doctor", "--forget-keys", "--yes"]));
        Assert.Contains("A gateway has the store", fleet.Terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_gateway_a_verb_says_what_to_do_in_one_line()
    {
        using var terminal = new TestTerminal();

        Assert.Equal(1, await terminal.RunAsync(["status", "--url", "http://127.0.0.1:9"]));
        Assert.Contains("warmpath serve", Assert.Single(terminal.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_admin_token_is_told_without_the_token()
    {
        await using var fleet = await Fleet.StartAsync();

        Assert.Equal(1, await fleet.Terminal.RunAsync(["status", "--admin-token", "not-the-token"]));
        Assert.Contains("admin token", fleet.Terminal.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-token", fleet.Terminal.Error, StringComparison.Ordinal);
        Assert.Equal(1, await fleet.Terminal.RunAsync(["status", "--url", fleet.Gateway.Url, "--data", fleet.Terminal.Home]));
        Assert.Contains("asks for its admin token: give --admin-token or WARMPATH_ADMIN_TOKEN", fleet.Terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("frob")]
    [InlineData("key")]
    [InlineData("key add")]
    [InlineData("key add x --secret a --secret-stdin")]
    [InlineData("key add x")]
    [InlineData("key add x --secret a --provider mistral")]
    [InlineData("connect env --provider mistral")]
    [InlineData("key change x")]
    [InlineData("key change x --secret a --secret-stdin")]
    [InlineData("key change x --secret-stdin")]
    [InlineData("key add x --secret a --limits rpm=1")]
    [InlineData("key add x --secret a --limits *:rpm=1,rpm=2")]
    [InlineData("client add x --url http://127.0.0.1:9 --expires 2020-01-01")]
    [InlineData("client add x --url http://127.0.0.1:9 --expires 0d")]
    [InlineData("status --url nonsense")]
    [InlineData("serve --urls nonsense")]
    [InlineData("serve --store Host=db")]
    [InlineData("serve --shared-state localhost:6379")]
    [InlineData("serve --admin-token short")]
    public async Task Wrong_usage_ends_with_two_and_one_line(string args)
    {
        using var terminal = new TestTerminal();

        Assert.Equal(2, await terminal.RunAsync(args.Split(' ')));
        Assert.StartsWith("warmpath: ", Assert.Single(terminal.Error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.False(Directory.Exists(terminal.Data));
    }

    [Fact]
    public async Task A_provider_that_there_is_not_is_told_with_those_that_there_are()
    {
        using var terminal = new TestTerminal();

        Assert.Equal(2, await terminal.RunAsync(["key", "add", "x", "--secret", "a", "--provider", "mistral"]));
        Assert.Equal("warmpath: Argument 'mistral' not recognized. Must be one of: 'anthropic' 'openai'. See warmpath key add --help.\n", terminal.Error);
    }

    [Fact]
    public async Task A_faulty_admin_token_is_told_by_where_it_came_from()
    {
        using var terminal = new TestTerminal();
        terminal.Variables["WARMPATH_ADMIN_TOKEN"] = "short";

        Assert.Equal(2, await terminal.RunAsync(["serve"]));
        Assert.StartsWith("warmpath: WARMPATH_ADMIN_TOKEN must", terminal.Error, StringComparison.Ordinal);
        Assert.Equal(2, await terminal.RunAsync(["serve", "--admin-token", "short"]));
        Assert.StartsWith("warmpath: --admin-token must", terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("frob", "'frob'", "warmpath --help")]
    [InlineData("key frob", "'frob'", "warmpath key --help")]
    public async Task A_verb_that_there_is_not_is_named_beside_the_help(string args, string unknown, string help)
    {
        using var terminal = new TestTerminal();

        Assert.Equal(2, await terminal.RunAsync(args.Split(' ')));
        Assert.Contains(unknown, terminal.Error, StringComparison.Ordinal);
        Assert.Contains(help, terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("serve --help")]
    [InlineData("key add --help")]
    [InlineData("connect claude-code --help")]
    [InlineData("connect codex --help")]
    [InlineData("demo --help")]
    public async Task Help_is_given_for_every_verb(string args)
    {
        using var terminal = new TestTerminal();

        Assert.Equal(0, await terminal.RunAsync(args.Split(' ')));
        Assert.Contains("Usage:", terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_finds_nothing_wrong_with_a_good_gateway_and_names_what_is_wrong_with_another()
    {
        await using var fleet = await Fleet.StartAsync();
        await fleet.AddKeyAsync("acme");
        Assert.Equal(0, await fleet.Terminal.RunAsync(["doctor"]));
        Assert.DoesNotContain("FAULT", fleet.Terminal.Out, StringComparison.Ordinal);

        File.SetUnixFileMode(Path.Combine(fleet.Terminal.Data, "master.key"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Equal(1, await fleet.Terminal.RunAsync(["doctor"]));
        Assert.Contains("FAULT  data folder", fleet.Terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_gateway_the_doctor_asks_the_upstreams_of_the_stores_keys_and_nobody_else()
    {
        await using var fleet = await Fleet.StartAsync();
        var (empty, full) = (Path.Combine(fleet.Terminal.Home, "empty"), Path.Combine(fleet.Terminal.Home, "full"));
        Assert.Equal(0, await fleet.Terminal.RunAsync(["backup", empty, "--with-master-key"]));
        await fleet.AddKeyAsync("first");
        await fleet.AddKeyAsync("second", 1);
        Assert.Equal(0, await fleet.Terminal.RunAsync(["backup", full, "--with-master-key"]));

        Assert.Equal(1, await fleet.Terminal.RunAsync(["doctor", "--data", full, "--url", "http://127.0.0.1:9"]));
        Assert.Contains($"{fleet.Mock.BaseUrl} answers", Assert.Single(fleet.Terminal.Out.Split('\n'), IsOfUpstream), StringComparison.Ordinal);

        Assert.Equal(1, await fleet.Terminal.RunAsync(["doctor", "--data", empty, "--url", "http://127.0.0.1:9"]));
        Assert.Contains("none was asked", Assert.Single(fleet.Terminal.Out.Split('\n'), IsOfUpstream), StringComparison.Ordinal);

        static bool IsOfUpstream(string line) => line.Contains("upstream", StringComparison.Ordinal);
    }
}
