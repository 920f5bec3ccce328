using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace Warmpath.Storage.Secrets;

/// <summary>The counterpart of <see cref="MasterKeyXmlEncryptor"/>.</summary>
/// <remarks>Its full name stands in every stored key ring, and Data Protection makes it by that name: it must never be renamed.</remarks>
internal sealed class MasterKeyXmlDecryptor : IXmlDecryptor
{
    private readonly MasterKey _key;

    public MasterKeyXmlDecryptor(IServiceProvider services) => _key = services.GetRequiredService<MasterKey>();

    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(Encoding.UTF8.GetString(_key.Unseal(Convert.FromBase64String(encryptedElement.Value))));
}
