using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Warmpath.Dashboard;
using Warmpath.Tests.Cli;

namespace Warmpath.Tests.Dashboard;

public class DashboardApplicationTests
{
    [Fact]
    public async Task Nothing_of_the_dashboard_is_made_until_somebody_looks_for_a_page()
    {
        await using var fleet = await Fleet.StartAsync();
        var dashboard = fleet.Gateway.Services.GetRequiredService<DashboardApplication>();
        using var http = new HttpClient { BaseAddress = new Uri(fleet.Gateway.Url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fleet.Gateway.FirstStart.AdminToken);
        foreach (var path in (string[])["/readyz", "/metrics", "/admin/api/v1/status", "/admin/nothing", "/v1/models"])
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.False(dashboard.IsMade, path);
        }

        using var page = await http.GetAsync(new Uri("/sign-in", UriKind.Relative));
        Assert.Equal((HttpStatusCode.OK, true), (page.StatusCode, dashboard.IsMade));
    }

    [Fact]
    public async Task Where_no_page_is_the_gateway_answers_as_without_a_dashboard()
    {
        await using var fleet = await Fleet.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(fleet.Gateway.Url) };
        using var answer = await http.GetAsync(new Uri("/v1/nothing", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("not_found_error", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(answer.Headers.Contains("x-warmpath-request-id"));
    }
}
