using Warmpath.Gateway.Admin.Keys;
using Warmpath.Routing.Fleet;

namespace Warmpath.Gateway.Tests.Admin;

public class KeyFormTests
{
    [Theory]
    [InlineData(Providers.Anthropic, null, "https://api.anthropic.com")]
    [InlineData(Providers.Anthropic, "http://localhost/v1", "http://localhost/v1")]
    [InlineData(Providers.OpenAI, null, "https://api.openai.com")]
    [InlineData(Providers.OpenAI, "http://localhost/v1/", "http://localhost")]
    [InlineData(Providers.OpenAI, "http://localhost/gpt/", "http://localhost/gpt")]
    public void A_key_leads_to_its_provider_unless_it_is_said_where_to(string provider, string? given, string baseUrl) =>
        Assert.Equal(baseUrl, KeyForm.New(new KeyInput { Name = "one", Provider = provider, Secret = "s", BaseUrl = given }, DateTimeOffset.UnixEpoch).Config.BaseUrl);
}
