using Warmpath.Dashboard.Keys;
using Warmpath.Gateway.Admin.Keys;
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
    public void A_form_that_is_not_touched_changes_nothing_of_the_limits()
    {
        var shown = Some.Key("acme-1") with { Limits = Known.Limits };
        Assert.Equal(Known.Limits!, KeyFields.Values.Of(shown).Over(Known).Limits!);
    }
}
