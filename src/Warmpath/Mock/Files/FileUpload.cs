using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Http;

namespace Warmpath.Mock.Files;

/// <summary>Reads an upload: <c>multipart/form-data</c> with one part <c>file</c>. Other parts are ignored.</summary>
internal static class FileUpload
{
    private const string FilePart = "file";
    private const string Unnamed = "unnamed";
    private const string AnyType = "application/octet-stream";
    private const int MaximumFilename = 500; // as in the provider's API reference

    /// <returns>The file, or null with the provider's error.</returns>
    public static async Task<(MockFile? File, ProviderError? Error)> ReadAsync(MockCall call, DateTimeOffset now)
    {
        if (BoundaryOf(call.ContentType) is not { } boundary)
        {
            return (null, ProviderError.InvalidRequest("Content-Type: has to be multipart/form-data with a boundary"));
        }

        var reader = new MultipartReader(boundary, new MemoryStream(call.Body, writable: false));
        MockFile? file = null;
        try
        {
            while (await reader.ReadNextSectionAsync(call.Answer.Aborted) is { } section)
            {
                if (NameOf(section, out var filename) != FilePart)
                {
                    continue;
                }

                if (file is not null)
                {
                    return (null, ProviderError.InvalidRequest("file: only one can be uploaded at a time"));
                }

                using var content = new MemoryStream(call.Body.Length); // it is most of it
                await section.Body.CopyToAsync(content, call.Answer.Aborted);
                file = new(MockIds.New("file_01"), filename, TypeOf(section), content.ToArray(), now);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException) // no multipart, or one that breaks off
        {
            return (null, ProviderError.InvalidRequest("The request body is not valid multipart/form-data"));
        }

        return file switch
        {
            null => (null, ProviderError.InvalidRequest("file: Field required")),
            { Filename.Length: > MaximumFilename } =>
                (null, ProviderError.InvalidRequest($"file: its name has more than {MaximumFilename} characters")),
            _ => (file, null),
        };
    }

    private static string? BoundaryOf(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 } boundary
            ? boundary.ToString()
            : null;

    /// <param name="filename">Without folders, as the provider keeps it.</param>
    private static string? NameOf(MultipartSection section, out string filename)
    {
        filename = Unnamed;
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
        {
            return null;
        }

        var given = disposition.FileNameStar.HasValue
            ? disposition.FileNameStar
            : HeaderUtilities.UnescapeAsQuotedString(disposition.FileName);
        var last = given.ToString().Split('/', '\\')[^1];
        filename = last.Length == 0 ? Unnamed : last;
        return HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
    }

    /// <summary>Without parameters: it goes back in a header.</summary>
    private static string TypeOf(MultipartSection section) =>
        MediaTypeHeaderValue.TryParse(section.ContentType, out var type) && type.MediaType.HasValue ? type.MediaType.ToString() : AnyType;
}
