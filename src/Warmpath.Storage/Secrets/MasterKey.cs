using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Warmpath.Storage.Secrets;

/// <summary>The 32 bytes that everything encrypted here hangs on. AES-256-GCM; a sealed box is nonce (12), tag (16), ciphertext.</summary>
internal sealed class MasterKey
{
    private const int Size = 32, NonceSize = 12, TagSize = 16;

    private readonly byte[] _key;

    private MasterKey(byte[] key) => _key = key;

    public static MasterKey Create() => new(RandomNumberGenerator.GetBytes(Size));

    /// <param name="text">Base64 of 32 bytes; white space around it does not count.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out MasterKey? key)
    {
        var bytes = new byte[Size + 1]; // one more, so that a longer key is seen to be too long
        key = Convert.TryFromBase64String(text.Trim(), bytes, out var length) && length == Size ? new(bytes[..Size]) : null;
        return key is not null;
    }

    /// <summary>As <see cref="TryParse"/> reads it.</summary>
    public string ToBase64() => Convert.ToBase64String(_key);

    public byte[] Seal(ReadOnlySpan<byte> plain)
    {
        var box = new byte[NonceSize + TagSize + plain.Length];
        var nonce = box.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagSize);
        aes.Encrypt(nonce, plain, box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize));
        return box;
    }

    /// <exception cref="CryptographicException">Sealed with another key, or changed since.</exception>
    public byte[] Unseal(ReadOnlySpan<byte> box)
    {
        if (box.Length < NonceSize + TagSize)
        {
            throw new CryptographicException("The sealed box is cut short.");
        }

        var plain = new byte[box.Length - NonceSize - TagSize];
        using var aes = new AesGcm(_key, TagSize);
        aes.Decrypt(box[..NonceSize], box[(NonceSize + TagSize)..], box.Slice(NonceSize, TagSize), plain);
        return plain;
    }

    /// <summary>True when this key sealed the box.</summary>
    public bool Opens(ReadOnlySpan<byte> box)
    {
        try
        {
            Unseal(box);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
