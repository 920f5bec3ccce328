using System.Text.Json.Nodes;
using Warmpath.Cli;
using Warmpath.Cli.Connect;

namespace Warmpath.Tests.Cli;

public class ConnectTests
{
    private const string VirtualKey = "wp-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE";

    [Fact]
    public async Task Writing_keeps_the_rest_of_the_settings_and_the_file_before()
    {
        await using var fleet = await Fleet.StartAsync();
        var path = SettingsPath(fleet.Terminal);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, """{"model":"opus","env":{"OTHER":"1","ANTHROPIC_BASE_URL":"http://elsewhere"}}""");

        Assert.Equal(0, await fleet.Terminal.RunAsync(["connect", "claude-code", "--write"]));
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        Assert.Equal("opus", settings["model"]!.GetValue<string>());
        Assert.Equal("1", settings["env"]!["OTHER"]!.GetValue<string>());
        Assert.Equal(fleet.Gateway.Url, settings["env"]!["ANTHROPIC_BASE_URL"]!.GetValue<string>());
        Assert.StartsWith("wp-", settings["env"]!["ANTHROPIC_AUTH_TOKEN"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("1", settings["env"]!["CLAUDE_CODE_GATEWAY_HINT_HEADERS"]!.GetValue<string>());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Contains("http://elsewhere", await File.ReadAllTextAsync(Directory.GetFiles(Path.GetDirectoryName(path)!, "*.backup").Single()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writing_twice_changes_nothing_and_makes_no_second_client()
    {
        await using var fleet = await Fleet.StartAsync();
        await fleet.Terminal.RunAsync(["connect", "claude-code", "--write"]);
        var first = await File.ReadAllTextAsync(SettingsPath(fleet.Terminal));
        await fleet.Terminal.RunAsync(["connect", "claude-code", "--write"]);

        Assert.Equal(first, await File.ReadAllTextAsync(SettingsPath(fleet.Terminal)));
        await fleet.Terminal.RunAsync(["client", "list", "--json"]);
        Assert.Equal(["default", "ada@laptop"], JsonNode.Parse(fleet.Terminal.Out)!["items"]!.AsArray().Select(client => client!["name"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("""{ "env": [] }""")]
    [InlineData("""{ broken""")]
    [InlineData("""[]""")]
    public async Task A_settings_file_that_cannot_be_read_is_left_alone(string text)
    {
        await using var fleet = await Fleet.StartAsync();
        var path = SettingsPath(fleet.Terminal);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text);

        Assert.Equal(1, await fleet.Terminal.RunAsync(["connect", "claude-code", "--write"]));
        Assert.Equal(text, await File.ReadAllTextAsync(path));
    }

    [Theory]
    [InlineData("--client-key", "foo")]
    [InlineData("--client-key", "sk-ant-api03-abcdefghijklmnopqrstuvwxyzabcdefghij")]
    [InlineData("--client-key", VirtualKey + "A")]
    [InlineData("--client-key", VirtualKey, "--budget-day", "5")]
    [InlineData("--client-key", VirtualKey, "--expires", "30d")]
    public async Task What_is_no_virtual_key_is_not_written_down_as_one_and_terms_are_for_a_new_one(params string[] options)
    {
        using var terminal = new TestTerminal();

        Assert.Equal(2, await terminal.RunAsync(["connect", "env", "--write", "--url", "http://gateway:4141/", .. options]));
        Assert.DoesNotContain(options[1], terminal.Everything, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(terminal.Home, ".config", "warmpath", "env")));
    }

    [Fact]
    public async Task Terms_are_not_dropped_where_the_file_has_a_virtual_key_already()
    {
        await using var fleet = await Fleet.StartAsync();
        Assert.Equal(0, await fleet.Terminal.RunAsync(["connect", "env", "--write", "--budget-day", "5"]));
        Assert.Equal(2, await fleet.Terminal.RunAsync(["connect", "env", "--write", "--budget-day", "6"]));
        Assert.Contains("warmpath client change", fleet.Terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_for_a_shell_is_quoted_where_it_has_to_be_and_read_back()
    {
        Assert.Equal(@"export NAME='it'\''s'", ShellLine.Export("NAME", "it's"));
        Assert.Equal(("NAME", "it's"), ShellLine.Exported(@"export NAME='it'\''s'"));
    }

    [Fact]
    public async Task A_given_virtual_key_needs_no_gateway_at_hand()
    {
        using var terminal = new TestTerminal();

        Assert.Equal(0, await terminal.RunAsync(["connect", "env", "--url", "http://gateway:4141/", "--client-key", VirtualKey]));
        Assert.Contains("export ANTHROPIC_BASE_URL=http://gateway:4141\n", terminal.Out, StringComparison.Ordinal);
        Assert.Contains($"export ANTHROPIC_AUTH_TOKEN={VirtualKey}", terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_for_a_shell_are_written_into_a_private_file_that_keeps_its_key_and_the_lines_of_others()
    {
        await using var fleet = await Fleet.StartAsync();
        var path = Path.Combine(fleet.Terminal.Home, ".config", "warmpath", "env");
        Assert.Equal(0, await fleet.Terminal.RunAsync(["connect", "env", "--write"]));
        Assert.EndsWith($"\n. {path}\n", fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        var first = await File.ReadAllTextAsync(path);
        Assert.Contains($"export ANTHROPIC_BASE_URL={fleet.Gateway.Url}\nexport ANTHROPIC_AUTH_TOKEN=wp-", first, StringComparison.Ordinal);

        await File.AppendAllTextAsync(path, "export OTHER=1\n");
        Assert.Equal(0, await fleet.Terminal.RunAsync(["connect", "env", "--write"]));
        Assert.Equal(first + "export OTHER=1\n", await File.ReadAllTextAsync(path));

        Assert.Equal(0, await fleet.Terminal.RunAsync(["connect", "env", "--write", "--url", "http://elsewhere:4141", "--client-key", VirtualKey]));
        var third = await File.ReadAllTextAsync(path);
        Assert.StartsWith($"export ANTHROPIC_BASE_URL=http://elsewhere:4141\nexport ANTHROPIC_AUTH_TOKEN={VirtualKey}\n", third, StringComparison.Ordinal);
        Assert.Equal(0, await fleet.Terminal.RunAsync(["connect", "env", "--write", "--url", "http://elsewhere:4141"])); // nothing listens there: it has a key
        Assert.Equal(third, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task Codex_is_shown_what_points_it_here_and_the_virtual_key_of_its_own_variable()
    {
        using var terminal = new TestTerminal();

        Assert.Equal(0, await terminal.RunAsync(["connect", "codex", "--url", "http://gateway:4141/", "--client-key", VirtualKey]));
        Assert.Contains("""
            model_provider = "warmpath"

            [model_providers.warmpath]
            name = "Warmpath"
            base_url = "http://gateway:4141/api/openai/v1"
            env_key = "WARMPATH_VIRTUAL_KEY"
            wire_api = "responses"

            """, terminal.Out, StringComparison.Ordinal);
        Assert.EndsWith($"\nexport WARMPATH_VIRTUAL_KEY={VirtualKey}\n", terminal.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(terminal.Home, ".codex")));
    }

    [Fact]
    public async Task Writing_for_codex_keeps_the_rest_of_its_file_and_the_virtual_key_out_of_it()
    {
        await using var fleet = await Fleet.StartAsync();
        var path = CodexPath(fleet.Terminal);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        const string before = "# mine\nmodel = \"gpt-6\" # the best\nmodel_provider = 'openai' # was\n\n[mcp_servers.x]\ncommand = 'x'\n";
        await File.WriteAllTextAsync(path, before);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Assert.Equal(0, await fleet.Terminal.RunAsync(["connect", "codex", "--write"]));
        var env = Path.Combine(fleet.Terminal.Home, ".config", "warmpath", "env");
        Assert.EndsWith($"\n. {env}\n", fleet.Terminal.Out, StringComparison.Ordinal);
        var written = await File.ReadAllTextAsync(path);
        Assert.Equal(before.Replace("'openai'", "\"warmpath\"", StringComparison.Ordinal) + $"""

            [model_providers.warmpath]
            name = "Warmpath"
            base_url = "{fleet.Gateway.Url}/api/openai/v1"
            env_key = "WARMPATH_VIRTUAL_KEY"
            wire_api = "responses"

            """, written);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(path));
        Assert.Equal(before, await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!, "*.backup"))));
        Assert.StartsWith($"export WARMPATH_VIRTUAL_KEY_URL={fleet.Gateway.Url}\nexport WARMPATH_VIRTUAL_KEY=wp-", await File.ReadAllTextAsync(env), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(env));

        var key = await File.ReadAllTextAsync(env);
        Assert.Equal(0, await fleet.Terminal.RunAsync(["connect", "codex", "--write"]));
        Assert.Equal(written, await File.ReadAllTextAsync(path));
        Assert.Equal(key, await File.ReadAllTextAsync(env));
        Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(path)!).Length);

        Assert.Equal(0, await fleet.Terminal.RunAsync(["connect", "codex", "--write", "--url", "http://elsewhere:4141", "--client-key", VirtualKey]));
        Assert.Equal(written.Replace(fleet.Gateway.Url, "http://elsewhere:4141", StringComparison.Ordinal), await File.ReadAllTextAsync(path));
        Assert.Equal($"export WARMPATH_VIRTUAL_KEY_URL=http://elsewhere:4141\nexport WARMPATH_VIRTUAL_KEY={VirtualKey}\n", await File.ReadAllTextAsync(env));
    }

    [Fact]
    public async Task Codex_without_a_file_gets_a_private_one_where_CODEX_HOME_says_and_a_link_stays_a_link()
    {
        using var terminal = new TestTerminal();
        terminal.Variables["CODEX_HOME"] = Path.Combine(terminal.Home, "codex home");
        string[] connect = ["connect", "codex", "--write", "--url", "http://gateway:4141", "--client-key", VirtualKey];
        Assert.Equal(0, await terminal.RunAsync(connect));
        var path = Path.Combine(terminal.Home, "codex home", "config.toml");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        var written = await File.ReadAllTextAsync(path);

        File.Delete(path);
        var kept = Path.Combine(terminal.Home, "kept.toml");
        await File.WriteAllTextAsync(kept, "model = 'x'\n");
        File.CreateSymbolicLink(path, kept);
        Assert.Equal(0, await terminal.RunAsync(connect));
        Assert.Equal("model = 'x'\n" + written, await File.ReadAllTextAsync(kept));
        Assert.NotNull(new FileInfo(path).LinkTarget);
    }

    [Theory]
    [InlineData("model = ", "line 1, column 9")]
    [InlineData("model = 'x'\nmodel = 'y'", "model")]
    [InlineData("[model_providers]\nwarmpath = { name = 'x' }", "written inline")]
    [InlineData("[[model_providers.warmpath]]\nname = 'x'", "model_providers.warmpath.name cannot be set")]
    [InlineData("[model_providers.warmpath]\nname = 'x'\n[model_providers.warmpath.auth]\ncommand = 'x'", "has auth")]
    [InlineData("model = '\xff'", "bytes")]
    public async Task A_file_of_codex_that_cannot_be_edited_is_left_alone_and_no_key_is_made_for_it(string text, string said)
    {
        await using var fleet = await Fleet.StartAsync();
        var path = CodexPath(fleet.Terminal);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, System.Text.Encoding.Latin1.GetBytes(text));

        Assert.Equal(1, await fleet.Terminal.RunAsync(["connect", "codex", "--write"]));
        Assert.Contains(said, fleet.Terminal.Error, StringComparison.Ordinal);
        Assert.Contains("was left alone", Assert.Single(fleet.Terminal.Error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(text, System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path)));
        await fleet.Terminal.RunAsync(["client", "list", "--json"]);
        Assert.Single(JsonNode.Parse(fleet.Terminal.Out)!["items"]!.AsArray());
    }

    [Fact]
    public async Task A_virtual_key_of_another_gateway_is_not_given_to_codex()
    {
        await using var fleet = await Fleet.StartAsync();
        Assert.Equal(0, await fleet.Terminal.RunAsync(["connect", "codex", "--write"]));
        var own = EnvFile.Read(EnvPath(fleet.Terminal)).Value("WARMPATH_VIRTUAL_KEY");
        fleet.Terminal.Variables["CODEX_HOME"] = Path.Combine(fleet.Terminal.Home, "other");
        Assert.Equal(0, await fleet.Terminal.RunAsync(["connect", "codex", "--write", "--url", "http://elsewhere:4141", "--client-key", VirtualKey]));

        fleet.Terminal.Variables.Remove("CODEX_HOME"); // its file points to the first gateway still
        Assert.Equal(0, await fleet.Terminal.RunAsync(["connect", "codex", "--write"]));
        var env = EnvFile.Read(EnvPath(fleet.Terminal));
        Assert.Equal(fleet.Gateway.Url, env.Value("WARMPATH_VIRTUAL_KEY_URL"));
        Assert.NotEqual(VirtualKey, env.Value("WARMPATH_VIRTUAL_KEY"));
        Assert.NotEqual(own, env.Value("WARMPATH_VIRTUAL_KEY"));
    }

    [Theory]
    [InlineData("codex")]
    [InlineData("claude-code")]
    [InlineData("env")]
    public async Task No_virtual_key_is_made_for_a_file_that_cannot_be_written(string agent)
    {
        await using var fleet = await Fleet.StartAsync();
        var path = agent switch { "codex" => CodexPath(fleet.Terminal), "env" => EnvPath(fleet.Terminal), _ => SettingsPath(fleet.Terminal) };
        BlockDraft(path);

        Assert.Equal(1, await fleet.Terminal.RunAsync(["connect", agent, "--write"]));
        Assert.Single((await fleet.AdminAsync("/clients")).GetProperty("items").EnumerateArray());
        Assert.False(File.Exists(EnvPath(fleet.Terminal)));
    }

    [Fact]
    public async Task What_is_written_into_the_files_while_the_virtual_key_is_made_stays()
    {
        using var terminal = new TestTerminal();
        await using var gateway = await OtherGateway.StartAsync(() =>
        {
            File.AppendAllText(CodexPath(terminal), "model = 'x'\n");
            File.AppendAllText(EnvPath(terminal), "export OTHER=1\n");
            File.WriteAllText(SettingsPath(terminal), """{"model":"opus"}""");
        });

        foreach (var agent in (string[])["codex", "claude-code", "env"])
        {
            foreach (var path in (string[])[CodexPath(terminal), SettingsPath(terminal), EnvPath(terminal)])
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.Delete(path);
            }

            Assert.Equal(0, await terminal.RunAsync(["connect", agent, "--write", "--url", gateway.Url]));
            Assert.Contains("model = 'x'", await File.ReadAllTextAsync(CodexPath(terminal)), StringComparison.Ordinal);
            Assert.Contains("opus", await File.ReadAllTextAsync(SettingsPath(terminal)), StringComparison.Ordinal);
            Assert.Contains("export OTHER=1\n", await File.ReadAllTextAsync(EnvPath(terminal)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Where_codexs_file_cannot_be_written_in_the_end_the_virtual_key_before_stays()
    {
        using var terminal = new TestTerminal();
        Assert.Equal(0, await terminal.RunAsync(["connect", "codex", "--write", "--url", "http://elsewhere:4141", "--client-key", VirtualKey]));
        var (config, env) = (await File.ReadAllTextAsync(CodexPath(terminal)), await File.ReadAllTextAsync(EnvPath(terminal)));
        await using var gateway = await OtherGateway.StartAsync(() => BlockDraft(CodexPath(terminal)));

        Assert.Equal(1, await terminal.RunAsync(["connect", "codex", "--write", "--url", gateway.Url]));
        Assert.Equal(config, await File.ReadAllTextAsync(CodexPath(terminal)));
        Assert.Equal(env, await File.ReadAllTextAsync(EnvPath(terminal)));
    }

    [Fact]
    public void Of_two_lines_of_one_name_the_one_that_counts_is_replaced()
    {
        using var terminal = new TestTerminal();
        var path = Path.Combine(terminal.Home, "env");
        File.WriteAllText(path, "export A=1\nexport B=1\nexport A=2\n");
        EnvFile.Read(path).Write([("A", "3")]);

        Assert.Equal("export A=1\nexport B=1\nexport A=3\n", File.ReadAllText(path));
        Assert.Equal("3", EnvFile.Read(path).Value("A"));
    }

    [Theory]
    [InlineData("[profiles.work]\nmodel_provider = 'azure'\n")]
    [InlineData("profiles.work.model_provider = 'azure'\n")]
    [InlineData("profiles = { work = { model_provider = 'azure' } }\n")]
    [InlineData("[profiles]\nwork = { model = 'x', model_provider = 'azure' }\n")]
    [InlineData("[profiles]\nother.model = 'x'\nwork.model_provider = 'azure'\n")]
    public async Task A_profile_that_leads_codex_elsewhere_is_told(string profiles)
    {
        using var terminal = new TestTerminal();
        Directory.CreateDirectory(Path.GetDirectoryName(CodexPath(terminal))!);
        await File.WriteAllTextAsync(CodexPath(terminal), "profile = 'work'\n" + profiles);

        Assert.Equal(0, await terminal.RunAsync(["connect", "codex", "--write", "--url", "http://gateway:4141", "--client-key", VirtualKey]));
        Assert.Contains("profile work", terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_for_openais_libraries_are_given_where_they_are_asked_for_and_share_the_files_key()
    {
        using var terminal = new TestTerminal();
        string[] here = ["--url", "http://gateway:4141"];
        Assert.Equal(0, await terminal.RunAsync(["connect", "env", "--provider", "openai", "--client-key", VirtualKey, .. here]));
        Assert.Equal($"export OPENAI_BASE_URL=http://gateway:4141/api/openai/v1\nexport OPENAI_API_KEY={VirtualKey}\n", terminal.Out);

        Assert.Equal(0, await terminal.RunAsync(["connect", "env", "--write", "--client-key", VirtualKey, .. here]));
        Assert.Equal(0, await terminal.RunAsync(["connect", "env", "--write", "--provider", "anthropic", "--provider", "openai", .. here])); // nothing listens there: it has a key
        var lines = await File.ReadAllLinesAsync(Path.Combine(terminal.Home, ".config", "warmpath", "env"));
        Assert.Equal(
            ["ANTHROPIC_BASE_URL", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_GATEWAY_HINT_HEADERS", "OPENAI_BASE_URL", "OPENAI_API_KEY"],
            lines.Select(line => ShellLine.Exported(line)!.Value.Name));
        Assert.Equal(lines[1].Split('=')[1], lines[4].Split('=')[1]);
    }

    // Where the draft of a file is to be stands a folder: refuses root, too, whom a read-only folder does not stop.
    private static void BlockDraft(string path) => Directory.CreateDirectory($"{path}.{Environment.ProcessId}.new");

    private static string EnvPath(TestTerminal terminal) => Path.Combine(terminal.Home, ".config", "warmpath", "env");

    private static string CodexPath(TestTerminal terminal) => Path.Combine(terminal.Home, ".codex", "config.toml");

    private static string SettingsPath(TestTerminal terminal) => Path.Combine(terminal.Home, ".claude", "settings.json");
}
