using Bunit;
using Warmpath.Dashboard.Keys;
using Warmpath.Gateway.Admin.Keys;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Limits;

namespace Warmpath.Dashboard.Tests.Keys;

public class KeyFieldsTests
{
    private static readonly KeyInput Known = new()
    {
        Name = "acme-1", Provider = "anthropic", Secret = "sk-ant-old", Draining = true,
        Limits = new Dictionary<string, LimitSettings> { ["*"] = new(1, 2, null) },
    };

    [Fact]
    public void An_empty_secret_keeps_the_old_one_and_what_the_form_does_not_show_stays()
    {
        var changed = new KeyFields.Values { Name = " acme-one " }.Over(Known);
        Assert.Equal("acme-one", changed.Name);
        Assert.Equal("sk-ant-old", changed.Secret);
        Assert.True(changed.Draining);
        Assert.Null(changed.Limits);
    }

    [Fact]
    public void A_new_key_is_anthropics_unless_another_provider_is_chosen_which_the_form_follows()
    {
        using var page = new BunitContext();
        var fields = new KeyFields.Values();
        var shown = page.Render<KeyFields>(parameters => parameters.Add(form => form.Fields, fields).Add(form => form.Faults, _ => null).Add(form => form.IsNew, true));
        Assert.Equal(Providers.Anthropic, fields.OverNothing().Provider);
        Assert.Equal("https://api.anthropic.com", shown.Find("#key-address").GetAttribute("placeholder"));
        Assert.Contains("Workspace id", shown.Find("label[for=key-workspace]").TextContent, StringComparison.Ordinal);

        shown.Find("#key-provider").Change(Providers.OpenAI);
        Assert.Equal(Providers.OpenAI, fields.OverNothing().Provider);
        Assert.Equal("https://api.openai.com", shown.Find("#key-address").GetAttribute("placeholder"));
        Assert.Contains("Project id", shown.Find("label[for=key-workspace]").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("wrkspc", shown.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_keeps_its_provider_and_its_form_speaks_of_that()
    {
        using var page = new BunitContext();
        var fields = KeyFields.Values.Of(Some.Key("gpt", provider: Providers.OpenAI));
        var shown = page.Render<KeyFields>(parameters => parameters.Add(form => form.Fields, fields).Add(form => form.Faults, _ => null));

        Assert.Empty(shown.FindAll("#key-provider"));
        Assert.Contains("Project id", shown.Markup, StringComparison.Ordinal);
        Assert.Equal(Known.Provider, fields.Over(Known).Provider);
    }

    [Fact]
    public void A_form_that_is_not_touched_changes_nothing_of_the_limits()
    {
        var shown = Some.Key("acme-1") with { Limits = Known.Limits };
        Assert.Equal(Known.Limits!, KeyFields.Values.Of(shown).Over(Known).Limits!);
    }
}
