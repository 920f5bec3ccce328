using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Warmpath.Serve;
using Warmpath.Tests.Agents;
using Warmpath.Tests.Cli;

namespace Warmpath.Tests.Serve;

public class TlsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_a_certificate_it_listens_on_https_and_the_verbs_on_the_machine_find_it(bool pkcs12)
    {
        await using var fleet = await Fleet.StartAsync();
        var files = Write(fleet.Terminal.Home, "one", pkcs12);
        await fleet.RestartAsync(Fleet.Options(fleet.Terminal) with { Urls = ["https://127.0.0.1:0"], Tls = files });
        Assert.StartsWith("https://127.0.0.1:", fleet.Gateway.Url, StringComparison.Ordinal);
        Assert.Equal(0, await fleet.AddKeyAsync("acme")); // its certificate is for another name: known by its fingerprint alone
        Assert.Equal(0, await fleet.Terminal.RunAsync(["status"]));
        Assert.Equal(1, await fleet.Terminal.RunAsync(["status", "--url", fleet.Gateway.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)]));

        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            using var http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = Is(files) } });
            using var request = new HttpRequestMessage(HttpMethod.Post, fleet.Gateway.Url + "/v1/messages")
            {
                Version = version,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new StringContent("""{"model":"claude-sonnet-5-5","max_tokens":10,"messages":[{"role":"user","content":"hi"}]}""", Encoding.UTF8, "application/json"),
            };
            request.Headers.Authorization = new("Bearer", fleet.VirtualKey);
            using var response = await http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task Nothing_older_than_tls_1_2_is_spoken_and_nothing_in_clear_is_answered()
    {
        await using var fleet = await Fleet.StartAsync();
        var files = Write(fleet.Terminal.Home, "one");
        await fleet.RestartAsync(Fleet.Options(fleet.Terminal) with { Urls = ["https://127.0.0.1:0"], Tls = files });
        var port = new Uri(fleet.Gateway.Url).Port;
#pragma warning disable SYSLIB0039, CA5397, CA5398 // the old versions are what is tried
        foreach (var (protocol, spoken) in new[]
        {
            (System.Security.Authentication.SslProtocols.Tls11, false), (System.Security.Authentication.SslProtocols.Tls12, true),
        })
        {
            using var client = new TcpClient("127.0.0.1", port);
            await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, Is(files));
            var shaken = await Record.ExceptionAsync(() => tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "gateway.test", EnabledSslProtocols = protocol,
            }));
            Assert.Equal(spoken, shaken is null);
        }
#pragma warning restore SYSLIB0039, CA5397, CA5398

        using var clear = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => clear.GetAsync(new Uri($"http://127.0.0.1:{port}/healthz")));
    }

    [Fact]
    public void A_renewed_certificate_is_in_force_at_the_next_look_and_a_broken_one_never()
    {
        var folder = Directory.CreateTempSubdirectory("warmpath-tls-").FullName;
        try
        {
            var time = new FakeTimeProvider();
            var files = Write(folder, "one");
            var certificate = new TlsCertificate(files, time);
            var (first, refused) = (certificate.Fingerprint, "");
            certificate.Refused = fault => refused = fault;

            Write(folder, "one", at: DateTime.UtcNow.AddMinutes(1));
            Assert.Equal(first, Now());
            time.Advance(TimeSpan.FromSeconds(10));
            var second = Now();
            Assert.NotEqual(first, second);

            File.WriteAllText(files.Certificate, "half a certif");
            File.SetLastWriteTimeUtc(files.Certificate, DateTime.UtcNow.AddMinutes(2));
            time.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal(second, Now());
            Assert.Contains(files.Certificate, refused, StringComparison.Ordinal);

            string Now() => certificate.Current.TargetCertificate.GetCertHashString(HashAlgorithmName.SHA256);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Without_a_certificate_https_is_wrong_usage_and_a_missing_file_is_named()
    {
        using var terminal = new TestTerminal();
        Assert.Equal(2, await terminal.RunAsync(["serve", "--urls", "https://127.0.0.1:0"]));
        Assert.Contains("--certificate", terminal.Error, StringComparison.Ordinal);
        Assert.Equal(1, await terminal.RunAsync(["serve", "--urls", "https://127.0.0.1:0", "--certificate", "nowhere.pem"]));
        Assert.Contains("nowhere.pem", terminal.Error, StringComparison.Ordinal);
        Assert.Equal(2, await terminal.RunAsync(["serve", "--upstream-proxy", "socks5://ada:hunter2@proxy"]));
        Assert.DoesNotContain("hunter2", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_real_client_works_over_tls_with_the_certificate_named_to_it()
    {
        ClaudeCode.SkipUnlessInstalled();
        await using var fleet = await Fleet.WithAllKeysAsync();
        var files = Write(fleet.Terminal.Home, "one");
        await fleet.RestartAsync(Fleet.Options(fleet.Terminal) with { Urls = ["https://127.0.0.1:0"], Tls = files });
        using var claude = new ClaudeCode(fleet) { Variables = { ["NODE_EXTRA_CA_CERTS"] = files.Certificate } };
        var turn = await claude.RunAsync("[[say: over tls]]", "--model", "claude-sonnet-4-6");
        Assert.True(!turn.IsError && turn.Result.Contains("over tls", StringComparison.Ordinal), turn.ToString());
    }

    private static RemoteCertificateValidationCallback Is(TlsFiles files)
    {
        var expected = files.Load().TargetCertificate.GetCertHashString(HashAlgorithmName.SHA256);
        return (_, certificate, _, _) => certificate?.GetCertHashString(HashAlgorithmName.SHA256) == expected;
    }

    private static TlsFiles Write(string folder, string name, bool pkcs12 = false, DateTime? at = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=gateway.test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("gateway.test");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        var path = Path.Combine(folder, name + (pkcs12 ? ".pfx" : ".pem"));
        if (pkcs12)
        {
            File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, "a password"));
        }
        else
        {
            File.WriteAllText(path, certificate.ExportCertificatePem());
            File.WriteAllText(path + ".key", key.ExportPkcs8PrivateKeyPem());
        }

        File.SetLastWriteTimeUtc(path, at ?? DateTime.UtcNow);
        return new TlsFiles(path, pkcs12 ? null : path + ".key", pkcs12 ? "a password" : null);
    }
}
