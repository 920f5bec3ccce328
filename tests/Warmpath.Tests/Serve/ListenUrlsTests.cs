using Warmpath.Cli;
using Warmpath.Serve;

namespace Warmpath.Tests.Serve;

public class ListenUrlsTests
{
    [Theory]
    [InlineData("http://0.0.0.0:4141", "http://127.0.0.1:4141")]
    [InlineData("http://*:4141", "http://127.0.0.1:4141")]
    [InlineData("http://[::]:4141", "http://[::1]:4141")]
    [InlineData("https://gateway.example:443", "https://gateway.example:443")]
    public void Clients_on_the_machine_reach_it_by_an_address_that_they_can_dial(string listens, string clients) =>
        Assert.Equal(clients, ListenUrls.AsClientsSee(listens));

    [Theory]
    [InlineData("http://127.0.0.1:1", false)]
    [InlineData("http://localhost:1", false)]
    [InlineData("http://[::1]:1", false)]
    [InlineData("http://0.0.0.0:1", true)]
    [InlineData("http://*:1", true)]
    [InlineData("http://10.0.0.1:1", true)]
    [InlineData("https://0.0.0.0:1", false)]
    public void What_the_network_can_read_is_known(string url, bool open) => Assert.Equal(open, ListenUrls.IsOpenWithoutTls(url));

    [Theory]
    [InlineData("ftp://127.0.0.1:1")]
    [InlineData("127.0.0.1:1")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://127.0.0.1:1/base")]
    [InlineData(";")]
    public void What_is_no_address_is_wrong_usage(string urls) =>
        Assert.Equal(2, Assert.Throws<CommandException>(() => ListenUrls.Parse(urls)).ExitCode);
}
