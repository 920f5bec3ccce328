using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warmpath.Cli;

namespace Warmpath.Serve;

/// <summary>Where the certificate to listen with lies.</summary>
/// <param name="Certificate">PEM with the certificates between it and its root after it, or PKCS#12 (.pfx, .p12).</param>
/// <param name="Key">PEM of its private key; null: in the certificate's own file.</param>
/// <param name="Password">Of the private key; null: none.</param>
public sealed record TlsFiles(string Certificate, string? Key, string? Password)
{
    /// <summary>UTC, of the file that was written last.</summary>
    internal DateTime LastWritten
    {
        get
        {
            var (certificate, key) = (File.GetLastWriteTimeUtc(Certificate), Key is null ? DateTime.MinValue : File.GetLastWriteTimeUtc(Key));
            return certificate > key ? certificate : key;
        }
    }

    /// <exception cref="CommandException">There is no certificate with its private key in them.</exception>
    internal SslStreamCertificateContext Load()
    {
        try
        {
            var isPkcs12 = Path.GetExtension(Certificate) is ".pfx" or ".p12";
            var chain = new X509Certificate2Collection();
            var certificate = isPkcs12 ? FromPkcs12(chain) : FromPem(chain);
            return certificate.HasPrivateKey
                ? SslStreamCertificateContext.Create(certificate, chain, offline: true)
                : throw new CommandException($"{Certificate} holds no private key; name its file with --certificate-key.");
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                $"The certificate {Certificate} cannot be used: {fault.Message.ReplaceLineEndings(" ")} It must be PEM (with --certificate-key, or the key in "
                + "it) or PKCS#12, and its password, if it has one, in WARMPATH_CERTIFICATE_PASSWORD.");
        }
    }

    /// <summary>Without the password: a record's own text would show it in logs and exceptions.</summary>
    public override string ToString() => Certificate;

    private X509Certificate2 FromPem(X509Certificate2Collection chain)
    {
        chain.ImportFromPemFile(Certificate);
        return Password is null
            ? X509Certificate2.CreateFromPemFile(Certificate, Key)
            : X509Certificate2.CreateFromEncryptedPemFile(Certificate, Password, Key);
    }

    private X509Certificate2 FromPkcs12(X509Certificate2Collection chain)
    {
        chain.AddRange(X509CertificateLoader.LoadPkcs12CollectionFromFile(Certificate, Password));
        return chain.FirstOrDefault(one => one.HasPrivateKey) ?? throw new CryptographicException("It holds no private key.");
    }
}
