using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warmpath.Gateway.Tests.Admin;
using Warmpath.Gateway.Upstream;

namespace Warmpath.Gateway.Tests.Upstream;

public class UpstreamTlsTests
{
    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_before_the_secret_is_sent_and_the_key_says_why()
    {
        using var certificate = SelfSigned();
        var heard = 0;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            while (true)
            {
                using var connection = await listener.AcceptTcpClientAsync();
                await using var tls = new SslStream(connection.GetStream());
                try
                {
                    await tls.AuthenticateAsServerAsync(certificate);
                    heard += await tls.ReadAsync(new byte[1024]);
                }
                catch (Exception fault) when (fault is IOException or System.Security.Authentication.AuthenticationException)
                {
                    // The gateway hangs up, as it should.
                }
            }
        });

        await using var host = await AdminHost.StartAsync();
        var key = await host.AddKeyAsync("team", $"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}");
        var (_, tested) = await host.PostAsync($"keys/{key["id"]}/test", "{}");
        Assert.Equal("unreachable", tested["state"]!.GetValue<string>());
        Assert.Contains("no secure connection: The remote certificate is invalid", tested["stateReason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(0, heard);
        listener.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => serving);
    }

    [Fact]
    public void No_proxy_is_used_but_one_that_was_named_and_its_password_is_never_shown()
    {
        Assert.Null(new UpstreamProxy(null).ToWebProxy());
        var proxy = new UpstreamProxy(new Uri("http://ada:s%40cret@proxy.example:3128"));
        Assert.DoesNotContain("cret", proxy.ToString(), StringComparison.Ordinal);
        Assert.Equal("http://proxy.example:3128/", proxy.ToWebProxy()!.GetProxy(new Uri("https://api.anthropic.com"))!.ToString());
        var credential = proxy.ToWebProxy()!.Credentials!.GetCredential(new Uri("http://proxy.example:3128"), "Basic")!;
        Assert.Equal(("ada", "s@cret"), (credential.UserName, credential.Password));
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
