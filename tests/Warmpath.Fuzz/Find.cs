using System.Text;

namespace Warmpath.Fuzz;

/// <summary>An input that broke a rule or a reader.</summary>
/// <param name="Kind">Which of the loops found it.</param>
/// <param name="Input">Shrunken as far as the same thing still happens.</param>
internal sealed record Find(string Kind, string What, byte[] Input)
{
    public override string ToString() =>
        $"{Kind}: {What}\n  {Input.Length} bytes: {(Input.Length <= 2000 ? Encoding.UTF8.GetString(Input) : Encoding.UTF8.GetString(Input[..2000]) + "…")}\n  {Convert.ToBase64String(Input.Length <= 2000 ? Input : Input[..2000])}";
}
