using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Secrets;

/// <summary>Keeps Data Protection's key ring in the database, so that one backup holds what belongs together.</summary>
internal sealed class KeyRingTable(StoreDatabase database) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var context = database.Open(Durability.PowerCut);
        return [.. context.KeyRing.OrderBy(row => row.Id).Select(row => row.Xml).AsEnumerable().Select(xml => XElement.Parse(xml))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var context = database.Open(Durability.PowerCut);
        context.KeyRing.Add(new() { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        context.SaveChanges();
    }
}
