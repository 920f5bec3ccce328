using Bunit;
using Warmpath.Dashboard.Clients;
using Warmpath.Gateway.Admin.Clients;
using Warmpath.Gateway.Budgets;
using Warmpath.Routing.Fleet;

namespace Warmpath.Dashboard.Tests.Clients;

public class ConnectLinesTests
{
    private static readonly Spending Nothing = new(0, null, Some.Now);

    [Fact]
    public void Only_agents_that_a_key_can_serve_are_told_how_to_come_here()
    {
        Assert.DoesNotContain("Codex", Shown(Providers.Anthropic), StringComparison.Ordinal);
        Assert.DoesNotContain("ANTHROPIC", Shown(Providers.OpenAI), StringComparison.Ordinal);

        var both = Shown(Providers.Anthropic, Providers.OpenAI);
        Assert.Contains("export ANTHROPIC_BASE_URL=http://localhost\nexport ANTHROPIC_AUTH_TOKEN=wp-x", both, StringComparison.Ordinal);
        Assert.Contains("export WARMPATH_VIRTUAL_KEY=wp-x", both, StringComparison.Ordinal);
        Assert.Contains("base_url = \"http://localhost/api/openai/v1\"", both, StringComparison.Ordinal);
    }

    private static string Shown(params string[] apis)
    {
        using var page = new BunitContext();
        var client = new ClientJson("client_1", "ada", "…wxyz", true, null, null, null, null, new ClientUsage(Nothing, Nothing, Nothing, 0, 0), null, null, Some.Now, null, "wp-x");
        return string.Concat(page.Render<ConnectLines>(parameters => parameters.Add(lines => lines.Client, client).Add(lines => lines.Apis, apis)).Nodes.Select(node => node.TextContent));
    }
}
