using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace Warmpath.Mock.OpenAI;

/// <summary>A vector of length 1 that is made from the text's hash: the same text has the same, and near ones mean nothing.</summary>
internal sealed class Embedding
{
    public Embedding(string text, int dimensions)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Values = new float[dimensions];
        for (var i = 0; i < dimensions; i++)
        {
            Values[i] = (float)((2.0 * XxHash64.HashToUInt64(bytes, i) / ulong.MaxValue) - 1);
        }

        var length = MathF.Sqrt(Values.Sum(value => value * value));
        for (var i = 0; i < dimensions; i++)
        {
            Values[i] /= length;
        }
    }

    public float[] Values { get; }

    /// <summary>Little-endian floats of 32 bits.</summary>
    public string Base64() => Convert.ToBase64String(MemoryMarshal.AsBytes<float>(Values));
}
