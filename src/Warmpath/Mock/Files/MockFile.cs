using System.Text.Json.Nodes;
using Warmpath.Mock.Http;
using Warmpath.Mock.Resources;

namespace Warmpath.Mock.Files;

/// <summary>A file that was uploaded.</summary>
/// <param name="MimeType">As the upload said.</param>
internal sealed record MockFile(string Id, string Filename, string MimeType, byte[] Content, DateTimeOffset CreatedAt) : IResource
{
    public long Bytes => Content.Length;

    /// <remarks>The provider lets nobody download what was uploaded; the mock does, so that its bytes can be compared.</remarks>
    public JsonObject Json() => new()
    {
        ["id"] = Id,
        ["type"] = "file",
        ["filename"] = Filename,
        ["mime_type"] = MimeType,
        ["size_bytes"] = Content.Length,
        ["created_at"] = MockJson.Time(CreatedAt),
        ["downloadable"] = true,
    };
}
