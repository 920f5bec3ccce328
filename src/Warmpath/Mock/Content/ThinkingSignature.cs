using System.Globalization;
using System.Text;

namespace Warmpath.Mock.Content;

/// <summary>
/// The signature of the mock's thinking blocks: where a block was made, by which model, and after which prompt. The provider's own are
/// opaque; the mock's are Base64 of <c>org:ID;model:MODEL;after:DIGEST</c>, so that tests can read them.
/// </summary>
/// <param name="After">Digest of the last block of the prompt that it answered.</param>
internal sealed record ThinkingSignature(string OrganizationId, string Model, UInt128 After)
{
    public override string ToString() =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"org:{OrganizationId};model:{Model};after:{After:x32}"));

    /// <returns>Null for what the mock did not sign.</returns>
    public static ThinkingSignature? Parse(string? signature)
    {
        var bytes = new byte[signature?.Length ?? 0];
        if (signature is null || !Convert.TryFromBase64String(signature, bytes, out var length))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(';', ':');
        return parts is ["org", var organization, "model", var model, "after", var after]
            && UInt128.TryParse(after, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var digest)
                ? new(organization, model, digest)
                : null;
    }
}
