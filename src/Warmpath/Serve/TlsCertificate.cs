using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warmpath.Cli;

namespace Warmpath.Serve;

/// <summary>The certificate that the gateway listens with, from a file that may be renewed while it runs. Thread-safe.</summary>
/// <remarks>The file is looked at when a connection comes, at most every ten seconds; one that cannot be read leaves the old one in force.</remarks>
internal sealed class TlsCertificate
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly TlsFiles _files;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private SslStreamCertificateContext _current;
    private DateTime _written;
    private DateTimeOffset _lookedAt;

    /// <exception cref="CommandException">The files hold no certificate with its key.</exception>
    public TlsCertificate(TlsFiles files, TimeProvider time)
    {
        (_files, _time, _lookedAt, _written) = (files, time, time.GetUtcNow(), files.LastWritten);
        _current = files.Load();
    }

    /// <summary>Called when a renewed file cannot be used, with what is wrong.</summary>
    public Action<string>? Refused { get; set; }

    /// <summary>Called when a renewed file is in force from now on.</summary>
    public Action<X509Certificate2>? Renewed { get; set; }

    /// <summary>SHA-256 of the certificate in force, in hexadecimal.</summary>
    public string Fingerprint
    {
        get
        {
            lock (_lock)
            {
                return _current.TargetCertificate.GetCertHashString(HashAlgorithmName.SHA256);
            }
        }
    }

    /// <summary>With the certificates between it and its root, as far as the file has them.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_lock)
            {
                var now = _time.GetUtcNow();
                if ((now - _lookedAt).Duration() >= LookEvery)
                {
                    _lookedAt = now;
                    Look_NeedsLock();
                }

                return _current;
            }
        }
    }

    private void Look_NeedsLock()
    {
        var written = _files.LastWritten;
        if (written == _written)
        {
            return;
        }

        _written = written;
        try
        {
            _current = _files.Load();
            Renewed?.Invoke(_current.TargetCertificate);
        }
        catch (CommandException fault)
        {
            Refused?.Invoke(fault.Message);
        }
    }
}
