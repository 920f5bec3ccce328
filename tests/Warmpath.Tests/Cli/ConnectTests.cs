using System.Text.Json.Nodes;
using Warmpath.Cli;

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
    public async Task Codex_is_told_that_openai_keys_are_not_routed_yet()
    {
        using var terminal = new TestTerminal();

        Assert.Equal(1, await terminal.RunAsync(["connect", "codex"]));
        Assert.Contains("OpenAI keys", terminal.Error, StringComparison.Ordinal);
    }

    private static string SettingsPath(TestTerminal terminal) => Path.Combine(terminal.Home, ".claude", "settings.json");
}
