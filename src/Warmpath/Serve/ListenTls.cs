using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Warmpath.Serve;

/// <summary>How the gateway listens with TLS: 1.2 or later, with the certificate that the file holds at that time.</summary>
internal static class ListenTls
{
    public static void Configure(HttpsConnectionAdapterOptions https, TlsCertificate certificate)
    {
        https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        https.ServerCertificateSelector = (_, _) => certificate.Current.TargetCertificate;

        // The context sends the certificates between ours and its root along, which a selected certificate alone would not.
        https.OnAuthenticate = (_, tls) => (tls.ServerCertificateSelectionCallback, tls.ServerCertificateContext) = (null, certificate.Current);
    }
}
