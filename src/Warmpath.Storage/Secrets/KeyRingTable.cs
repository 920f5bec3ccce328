using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Secrets;

/// <summary>Keeps Data Protection's key ring in the database, so that one backup holds what belongs together.</summary>
internal sealed class KeyRingTable(StoreDatabase database) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() =>
        database.Read($"SELECT xml FROM key_ring ORDER BY id", row => XElement.Parse(row.GetString(0)), CancellationToken.None);

    public void StoreElement(XElement element, string friendlyName) =>
        database.Execute($"INSERT INTO key_ring (name, xml) VALUES ({friendlyName}, {element.ToString(SaveOptions.DisableFormatting)})");
}
