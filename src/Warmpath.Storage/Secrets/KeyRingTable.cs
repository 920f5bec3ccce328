using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Secrets;

/// <summary>Keeps Data Protection's key ring in the database, so that one backup holds what belongs together.</summary>
internal sealed class KeyRingTable(StoreDatabase database) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() =>
        database.Read($"SELECT xml FROM key_ring ORDER BY id", row => XElement.Parse(row.GetString(0)), CancellationToken.None);

    public void StoreElement(XElement element, string friendlyName)
    {
        using var context = database.Open(Durability.PowerCut);
        context.KeyRing.Add(new() { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        context.SaveChanges();
    }
}
