using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Warmpath.Endurance;

/// <summary>A provider behind TLS that speaks HTTP/2, as the real ones do: a hundred streams share a connection. Its streams begin and then stay silent.</summary>
internal static class SecureProvider
{
    private const string Model = """{"data":[{"type":"model","id":"claude-sonnet-4-6","display_name":"Sonnet"}],"has_more":false}""";

    private const string Begun =
        """
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_01","type":"message","role":"assistant","model":"claude-sonnet-4-6","content":[],"stop_reason":null,"usage":{"input_tokens":12,"cache_creation_input_tokens":410,"cache_read_input_tokens":14200,"output_tokens":1}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}


        """;

    /// <summary>Serves on a free port of loopback, which it prints, until the process ends.</summary>
    /// <param name="certificateFile">Where its certificate goes, for those who shall trust it.</param>
    public static async Task RunAsync(string certificateFile)
    {
        using var certificate = Certificate();
        await File.WriteAllTextAsync(certificateFile, certificate.ExportCertificatePem());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(certificate);
        }));
        await using var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        Console.WriteLine(new Uri(app.Urls.First()).Port.ToString(CultureInfo.InvariantCulture));
        await Task.Delay(Timeout.Infinite);
    }

    private static async Task AnswerAsync(HttpContext http)
    {
        await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        var number = http.Request.Headers["x-api-key"].ToString()[^3..];
        http.Response.Headers["anthropic-organization-id"] = "org-" + number;
        http.Response.Headers["anthropic-workspace-id"] = "wrkspc-" + number;
        if (HttpMethods.IsGet(http.Request.Method))
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(Model, http.RequestAborted);
            return;
        }

        http.Response.ContentType = "text/event-stream; charset=utf-8";
        await http.Response.WriteAsync(Begun, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        try
        {
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The client has left.
        }
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=bench provider", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
