using System.Text;
using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Tests.Outlines;

/// <summary>Reads bodies that are written with the members that a test is about; the model is added.</summary>
internal static class Bodies
{
    public static Outline Read(params string[] members)
    {
        var outline = OutlineReader.Read(Utf8(Body(members)), out var fault);
        Assert.Null(fault);
        return outline!;
    }

    public static string Body(params string[] members) => $"{{{string.Join(',', ["\"model\":\"claude-opus-5-5\"", .. members])}}}";

    public static byte[] Utf8(string body) => Encoding.UTF8.GetBytes(body);

    /// <summary>Member <c>messages</c> of one user message with this content.</summary>
    public static string User(string content) => $$"""
        "messages":[{"role":"user","content":{{content}}}]
        """;

    public static UInt128[] Digests(Outline outline) => [.. outline.Blocks.Select(block => block.Digest)];
}
