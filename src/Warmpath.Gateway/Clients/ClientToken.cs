using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Warmpath.Gateway.Clients;

/// <summary>Tokens that Warmpath makes: a word that tells what they are, and 256 random bits.</summary>
public static class ClientToken
{
    /// <summary>What a developer's agent authenticates with.</summary>
    public static string NewVirtualKey() => "wp-" + Random();

    /// <summary>What opens the admin API.</summary>
    public static string NewAdminToken() => "wpa-" + Random();

    /// <summary>SHA-256 of the UTF-8 bytes: 32 bytes.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
