using Warmpath.Mock;

namespace Warmpath.Tests.Mock;

public class MockRouteTests
{
    [Theory]
    [InlineData("/v1/models/claude-opus-5", "models", "GET", "claude-opus-5")]
    [InlineData("/v1/messages", "messages", "POST", null)]
    public void A_path_leads_to_one_route(string path, string name, string methods, string? id)
    {
        var route = MockRoute.Of(path)!;

        Assert.Equal((name, methods, id), (route.Name, string.Join(", ", route.Methods), route.Id));
    }

    [Theory]
    [InlineData("/v1/models/a/b")]
    public void Paths_are_exact(string path) => Assert.Null(MockRoute.Of(path));

    [Fact]
    public void Every_route_has_a_name_that_faults_can_aim_at() => Assert.All(
        new[] { "/v1/messages", "/v1/messages/count_tokens", "/v1/models" },
        path => Assert.Contains(MockRoute.Of(path)!.Name, MockRoute.Names));
}
