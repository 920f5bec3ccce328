using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Warmpath.Routing;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Secrets;

/// <summary>Encrypts provider secrets with ASP.NET Core Data Protection; its key ring lies in the database, sealed by the master key. Thread-safe.</summary>
internal sealed class SecretVault : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly IDataProtector _protector;

    public SecretVault(MasterKey masterKey, StoreDatabase database)
    {
        var services = new ServiceCollection();
        AddKeyRing(services, _ => (masterKey, database));
        _services = services.BuildServiceProvider();
        _protector = _services.GetDataProtector("provider-key");
    }

    /// <summary>Data Protection over the key ring in the database, for whoever else has something to encrypt.</summary>
    /// <param name="of">Asked when the first thing is encrypted.</param>
    public static void AddKeyRing(IServiceCollection services, Func<IServiceProvider, (MasterKey MasterKey, StoreDatabase Database)> of)
    {
        services.AddSingleton(provider => of(provider).MasterKey);
        services.AddDataProtection().SetApplicationName("Warmpath");
        services.AddOptions<KeyManagementOptions>().Configure<IServiceProvider>((ring, provider) =>
        {
            var (masterKey, database) = of(provider);
            ring.XmlRepository = new KeyRingTable(database);
            ring.XmlEncryptor = new MasterKeyXmlEncryptor(masterKey);
        });
    }

    /// <summary>The id is part of the encryption: a box does not open in another key's row.</summary>
    /// <exception cref="StoreException">The key ring cannot be read or written.</exception>
    public byte[] Protect(KeyId key, string secret)
    {
        try
        {
            return _protector.CreateProtector(key.Value).Protect(Encoding.UTF8.GetBytes(secret));
        }
        catch (CryptographicException e)
        {
            throw new StoreException($"The secret of key {key} cannot be encrypted: {e.GetBaseException().Message}", e);
        }
    }

    /// <exception cref="StoreException">The box is damaged, or the key ring that it needs is gone.</exception>
    public string Unprotect(KeyId key, byte[] box)
    {
        try
        {
            return Encoding.UTF8.GetString(_protector.CreateProtector(key.Value).Unprotect(box));
        }
        catch (CryptographicException e)
        {
            throw new StoreException(
                $"The secret of key {key} in the database does not decrypt: restore the whole data folder from one backup, or remove the key "
                + "and add it anew.",
                e);
        }
    }

    public void Dispose() => _services.Dispose();
}
