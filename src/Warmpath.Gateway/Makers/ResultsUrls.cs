namespace Warmpath.Gateway.Makers;

/// <summary>Turns the <c>results_url</c> of batches into a path, so that a client's next call comes here.</summary>
/// <remarks>
/// It names the provider's host, and the provider's own libraries follow it with the credential that they were given: a client's virtual key
/// would go to the provider, which knows no such key. A path is relative to the base URL that the client uses, whatever stands in between.
/// </remarks>
internal static class ResultsUrls
{
    /// <summary>Shortens in place.</summary>
    /// <returns>The length of what is left; all other bytes are as they came.</returns>
    public static int Shorten(Span<byte> json)
    {
        var (read, written) = (0, 0);
        while (json[read..].IndexOf("\"results_url\""u8) is >= 0 and var at)
        {
            var value = read + at + "\"results_url\"".Length;
            while (value < json.Length && json[value] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)':' or (byte)'"')
            {
                value++;
            }

            var end = json[value..].IndexOf((byte)'"');
            var path = end < 0 ? -1 : json.Slice(value, end).IndexOf("/v1/messages/batches/"u8);
            json[read..value].CopyTo(json[written..]);
            written += value - read;
            read = path < 0 ? value : value + path;
        }

        json[read..].CopyTo(json[written..]);
        return written + json.Length - read;
    }
}
