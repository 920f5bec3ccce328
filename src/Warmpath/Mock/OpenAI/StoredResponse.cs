using System.Runtime.InteropServices;
using System.Text.Json;
using Warmpath.Mock.Resources;

namespace Warmpath.Mock.OpenAI;

/// <summary>A response that its project can ask for again, and go on from.</summary>
/// <param name="Body">As it was answered.</param>
/// <param name="Input">The items that it answered, without those that it went on from.</param>
/// <param name="Items">The whole conversation, its own output included.</param>
/// <param name="IsBackground">Whether it was asked for in the background, and so may be canceled.</param>
internal sealed record StoredResponse(string Id, byte[] Body, JsonElement[] Input, JsonElement[] Items, bool IsBackground) : IResource
{
    public long Bytes { get; } = Body.Length + Items.Sum(item => (long)JsonMarshal.GetRawUtf8Value(item).Length);
}
