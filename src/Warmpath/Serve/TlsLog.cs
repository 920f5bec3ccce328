namespace Warmpath.Serve;

/// <summary>What is logged of the certificate to listen with: event ids 5100 to 5199, never reused.</summary>
internal static partial class TlsLog
{
    [LoggerMessage(5101, LogLevel.Error, "The renewed certificate is not used, the one before stays in force: {Fault}")]
    public static partial void CertificateRefused(this ILogger logger, string fault);

    [LoggerMessage(5102, LogLevel.Information, "The certificate {Subject}, valid until {NotAfter:O}, is in force")]
    public static partial void CertificateRenewed(this ILogger logger, string subject, DateTime notAfter);
}
