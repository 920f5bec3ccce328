using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace Warmpath.Mock.Accounts;

/// <summary>Ids in the provider's shapes.</summary>
/// <remarks>Those of organizations and workspaces are made from their names, so that they outlive a restart; others are random.</remarks>
internal static class MockIds
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    public static string Organization(string name) => new Guid(XxHash128.Hash(Encoding.UTF8.GetBytes(name)), bigEndian: true).ToString();

    public static string Workspace(string organization, string workspace) => OfName("wrkspc_01", $"{organization}/{workspace}");

    /// <summary>The same workspace as OpenAI's project.</summary>
    public static string Project(string organization, string workspace) => OfName("proj_", $"{organization}/{workspace}");

    /// <param name="prefix">Such as <c>req_01</c> or <c>toolu_01</c>.</param>
    public static string New(string prefix) => prefix + RandomNumberGenerator.GetString(Alphabet, 22);

    private static string OfName(string prefix, string name)
    {
        var rest = XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(name));
        var id = new StringBuilder(prefix);
        for (var i = 0; i < 22; i++)
        {
            (rest, var digit) = UInt128.DivRem(rest, (uint)Alphabet.Length);
            id.Append(Alphabet[(int)digit]);
        }

        return id.ToString();
    }
}
