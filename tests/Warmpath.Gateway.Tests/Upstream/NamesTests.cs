using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Warmpath.Gateway.Tests.Hosting;
using Warmpath.Gateway.Upstream;
using Warmpath.Routing.Health;

namespace Warmpath.Gateway.Tests.Upstream;

/// <summary>Upstreams by name, when the name means something else, or nothing, from one connection to the next.</summary>
public class NamesTests
{
    private const string Name = "upstream.example";

    private readonly Names _names = new();

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.1.2", "169.254.169.254")]
    [InlineData("fe80::1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("100.100.100.200")]
    public async Task A_name_that_comes_to_mean_a_forbidden_address_is_not_connected_to(params string[] addresses)
    {
        await using var upstream = new FakeUpstream(AnswerAndCloseAsync);
        _names.Mean(IPAddress.Loopback);
        await using var gateway = await StartAsync(upstream);
        using (var served = await gateway.SendAsync(Prompts.Whole))
        {
            Assert.Equal(200, (int)served.StatusCode);
        }

        _names.Mean([.. addresses.Select(IPAddress.Parse)]);
        using var refused = await gateway.AdvanceUntilAsync(gateway.SendAsync(Prompts.Whole));
        Assert.Equal(502, (int)refused.StatusCode);
        Assert.Single(upstream.Requests);
        var key = Assert.Single(gateway.View().Keys);
        Assert.Equal((KeyStatus.Unreachable, "no connection: its name leads to a link-local or metadata address"), (key.Status, key.Reason));

        // Should it mean what it meant before, a check finds that out.
        _names.Mean(IPAddress.Loopback);
        await gateway.AdvanceUntilAsync(Task.Run(async () =>
        {
            while (gateway.View().Keys[0].Status != KeyStatus.Healthy)
            {
                await Task.Delay(1);
            }

            return true;
        }));
        using var again = await gateway.SendAsync(Prompts.Whole);
        Assert.Equal(200, (int)again.StatusCode);
    }

    [Fact]
    public async Task Of_several_addresses_only_those_are_tried_that_are_not_forbidden()
    {
        await using var upstream = new FakeUpstream(AnswerAndCloseAsync);
        _names.Mean(IPAddress.Parse("169.254.169.254"), IPAddress.Loopback);
        await using var gateway = await StartAsync(upstream);
        using var served = await gateway.SendAsync(Prompts.Whole);
        Assert.Equal(200, (int)served.StatusCode);
    }

    [Fact]
    public async Task A_host_that_the_settings_allow_is_connected_to_whatever_its_name_means()
    {
        _names.Mean(IPAddress.Parse("169.254.169.254"));
        await Assert.ThrowsAsync<ForbiddenAddressException>(() => UpstreamAddresses.ResolveAsync(Name, [], _names.ResolveAsync, CancellationToken.None));
        Assert.Single(await UpstreamAddresses.ResolveAsync(Name, ["UPSTREAM.example"], _names.ResolveAsync, CancellationToken.None));
    }

    [Theory]
    [InlineData("fails")]
    [InlineData("hangs")]
    public async Task While_a_name_cannot_be_resolved_another_upstream_serves_and_the_key_comes_back_when_it_can(string trouble)
    {
        await using var upstream = new FakeUpstream(AnswerAndCloseAsync);
        await using var other = new FakeUpstream(AnswerAndCloseAsync);
        await using var gateway = await StartAsync(upstream, other.Url);
        if (trouble == "hangs")
        {
            _names.Hang();
        }

        for (var session = 0; gateway.View().Keys[0].Status != KeyStatus.Unreachable; session++)
        {
            Assert.InRange(session, 0, 100); // sooner or later one is placed there
            using var request = gateway.Message(Prompts.Whole);
            request.Headers.Add("x-claude-code-session-id", $"session-{session}");
            using var served = await gateway.AdvanceUntilAsync(gateway.Client.SendAsync(request, TestContext.Current.CancellationToken));
            Assert.Equal("key-2", served.Headers.GetValues("x-warmpath-key").Single());
        }

        _names.Mean(IPAddress.Loopback);
        await gateway.AdvanceUntilAsync(Task.Run(async () =>
        {
            while (gateway.View().Keys[0].Status != KeyStatus.Healthy)
            {
                await Task.Delay(1);
            }

            return true;
        }));
    }

    [Fact]
    public async Task With_no_other_upstream_a_client_hears_502_while_the_name_cannot_be_resolved()
    {
        await using var upstream = new FakeUpstream(AnswerAndCloseAsync);
        await using var gateway = await StartAsync(upstream);
        using var refused = await gateway.AdvanceUntilAsync(gateway.SendAsync(Prompts.Whole));
        Assert.Equal(502, (int)refused.StatusCode);
        Assert.Contains("api_error", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    // So that every request asks for the name anew.
    private static async Task AnswerAndCloseAsync(UpstreamRequest request, Wire wire)
    {
        await wire.AnswerAsync(200, Prompts.Answer, "connection: close\r\n");
        wire.Close();
    }

    private Task<TestGateway> StartAsync(FakeUpstream upstream, params string[] others) => TestGateway.StartAsync(
        null, builder => builder.Services.AddSingleton<ResolveName>(_names.ResolveAsync),
        [upstream.Url.Replace("127.0.0.1", Name, StringComparison.Ordinal), .. others]);

    /// <summary>A resolver that knows one name, as long as it is told what that means.</summary>
    private sealed class Names
    {
        private volatile IPAddress[] _meaning = [];
        private volatile bool _hangs;

        public void Mean(params IPAddress[] meaning) => (_meaning, _hangs) = (meaning, false);

        public void Hang() => _hangs = true;

        public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
        {
            if (IPAddress.TryParse(host, out var written))
            {
                return [written];
            }

            if (_hangs)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return host == Name && _meaning is { Length: > 0 } meaning ? meaning : throw new SocketException((int)SocketError.HostNotFound);
        }
    }
}
