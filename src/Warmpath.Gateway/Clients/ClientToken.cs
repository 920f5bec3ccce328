using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Warmpath.Gateway.Clients;

/// <summary>Tokens that Warmpath makes: a word that tells what they are, and 256 random bits.</summary>
public static class ClientToken
{
    private const string VirtualKeyWord = "wp-";
    private const int RandomLength = 32;

    /// <summary>What a developer's agent authenticates with.</summary>
    public static string NewVirtualKey() => VirtualKeyWord + Random();

    /// <summary>Whether a text looks as virtual keys do, whosoever's it may be.</summary>
    public static bool IsVirtualKey(string text) =>
        text.StartsWith(VirtualKeyWord, StringComparison.Ordinal) && Base64Url.IsValid(text.AsSpan(VirtualKeyWord.Length), out var length) && length == RandomLength;

    /// <summary>What opens the admin API.</summary>
    public static string NewAdminToken() => "wpa-" + Random();

    /// <summary>SHA-256 of the UTF-8 bytes: 32 bytes.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomLength));
}
