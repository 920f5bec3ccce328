using CsCheck;
using Warmpath.Cli.Connect;

namespace Warmpath.Tests.Cli;

public class TomlTextTests
{
    private static readonly string[] Table = ["model_providers", "warmpath"];

    // Pieces that together are a document, whatever their order: each names things of its own, and some look like what is looked for.
    private static readonly Gen<string> Roots = Gen.OneOf(
        "", "# [model_providers.warmpath]\n", "model = \"gpt\" # 🙂 model_provider = 'no'\n", "\n\n", "notes = \"\"\"\nmodel_provider = \"no\"\n[model_providers.warmpath]\n\"\"\"\n",
        "roots = [\n  'a', # ]\n]\n", "'quoted name'.model_provider = 1\n", "at = 1979-05-27T07:32:00Z\n", "odd = '''\n'quotes' \\'''\n");

    private static readonly Gen<string> Tables = Gen.OneOf(
        "", "[model_providers.other]\nbase_url = \"http://other\"\n\n", "[mcp_servers.x]\nargs = [\"[model_providers.warmpath]\"] # 🙂\n", "  [indented]\n  name = 'x'\n", "[[many]]\nname = 'x'\n",
        "[model_providers.warmpath.http_headers]\nX = '1'\n", "# the end");

    private static readonly Gen<string> Owns = Gen.OneOf(
        "", "[model_providers.warmpath]\n", "[ model_providers . \"warmpath\" ] # mine\nbase_url = 'http://old' # was here\n",
        "[model_providers.warmpath]\n\nname = \"\"\"\nW\"\"\"\n# between\nrequest_max_retries = 7 # stays\n\n");

    // What follows a comment without a line end would be part of it, and what stands twice is no document.
    private static readonly Gen<string> Documents =
        from roots in Roots.Array[0, 3]
        from tables in Tables.Array[0, 4]
        from own in Owns
        from share in Gen.Double[0, 1]
        from windows in Gen.Bool
        from whole in Gen.Bool
        let all = tables.Distinct().Order().Reverse().ToList()
        let place = (int)Math.Round(share * all.Count)
        let inserted = string.Concat(all.Take(place).Append(own).Concat(all.Skip(place)).OrderBy(piece => piece == "# the end"))
        let text = string.Concat(roots.Distinct()) + inserted
        select (windows ? text.Replace("\n", "\r\n", StringComparison.Ordinal) : text) is var made && whole ? made : made.TrimEnd('\r', '\n');

    [Fact]
    public void Setting_a_value_leaves_every_other_byte_as_it_is_and_setting_it_again_changes_nothing() =>
        Gen.Select(Documents, Gen.OneOf(Table, []), Gen.OneOf("base_url", "name", "model_provider"), Gen.OneOf("warmpath", "a \"b\" \\ 🙂\u0001")).Sample((text, table, key, value) =>
        {
            var before = TomlText.Parse(text);
            var after = before.With(table, key, value);

            Assert.Equal(value, after.Value(table, key));
            Assert.Same(after, after.With(table, key, value));
            Assert.Equal(after.Text, TomlText.Parse(after.Text).With(table, key, value).Text);
            var (start, end) = Different(before.Text, after.Text);
            var removed = before.Text[start..^end];
            Assert.True(removed.Length == 0 || before.Value(table, key) is not null, $"{removed} was lost");
            Assert.DoesNotContain('#', removed);
            foreach (var (other, name) in (IEnumerable<(string[], string)>)[([], "model"), ([], "notes"), (["model_providers", "other"], "base_url"), (["indented"], "name"), (Table, "base_url"), (Table, "name")])
            {
                Assert.True(other.SequenceEqual(table) && name == key || before.Value(other, name) == after.Value(other, name), $"{name} was changed");
            }
        });

    [Theory]
    [InlineData("model_providers = { warmpath = { name = 'x' } }")]
    [InlineData("[model_providers]\nwarmpath = { name = 'x' }")]
    [InlineData("[model_providers]\nwarmpath.name = 'x'")]
    [InlineData("model_providers.warmpath.name = 'x'")]
    [InlineData("model_providers = 1")]
    [InlineData("[[model_providers]]\nname = 'x'")]
    [InlineData("[[model_providers.warmpath]]\nname = 'x'")]
    [InlineData("[model_providers.warmpath]\nname.first = 'x'")]
    public void A_table_in_another_form_is_not_edited(string text)
    {
        var before = TomlText.Parse(text);

        Assert.True(before.Names("model_providers"));
        Assert.Throws<FormatException>(() => before.With(Table, "name", "Warmpath"));
    }

    [Fact]
    public void A_new_key_stands_behind_those_of_its_table_and_a_new_table_at_the_end()
    {
        var text = TomlText.Parse("# mine\nmodel = 'x'\n\n[a]\n  one = 1 # first\n\n# of b\n[b]").With(["a"], "two", "2").With([], "top", "t").With(["c", "d"], "e", "f");

        Assert.Equal("# mine\nmodel = 'x'\ntop = \"t\"\n\n[a]\n  one = 1 # first\ntwo = \"2\"\n\n# of b\n[b]\n\n[c.d]\ne = \"f\"\n", text.Text);
    }

    [Theory]
    [InlineData("", "top = \"t\"\n")]
    [InlineData("\uFEFF[a]\r\n", "\uFEFFtop = \"t\"\r\n\r\n[a]\r\n")]
    [InlineData("\uFEFF", "\uFEFFtop = \"t\"\n")]
    [InlineData("#:schema s\n# mine\n\n# of a\n[a]\n", "#:schema s\n# mine\n\ntop = \"t\"\n\n# of a\n[a]\n")]
    [InlineData("\uFEFF# mine\r\n\r\n[a]", "\uFEFF# mine\r\n\r\ntop = \"t\"\r\n\r\n[a]")]
    [InlineData("#:schema s\n# of a\n[a]\n", "#:schema s\ntop = \"t\"\n\n# of a\n[a]\n")]
    [InlineData("#:schema s", "#:schema s\ntop = \"t\"\n")]
    [InlineData("# of a\n[a]\n", "top = \"t\"\n\n# of a\n[a]\n")]
    [InlineData("\n# of a\n\n[a]\n", "top = \"t\"\n\n\n# of a\n\n[a]\n")]
    public void What_stands_before_all_tables_goes_to_the_front_behind_the_comments_that_head_the_file_in_the_line_ends_of_the_file(string text, string expected) =>
        Assert.Equal(expected, TomlText.Parse(text).With([], "top", "t").Text);

    // How much of both texts is alike at the front and at the back.
    private static (int Start, int End) Different(string before, string after)
    {
        var start = before.AsSpan().CommonPrefixLength(after);
        var end = 0;
        while (end < Math.Min(before.Length, after.Length) - start && before[^(end + 1)] == after[^(end + 1)])
        {
            end++;
        }

        return (start, end);
    }
}
