using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Warmpath.Gateway.DataPlane;
using Warmpath.Gateway.Recording;
using Warmpath.Gateway.Upstream;
using Warmpath.Routing.Fleet;

namespace Warmpath.Gateway.Relaying;

/// <summary>The head of the answer that the client receives: the upstream's own, and what the gateway adds.</summary>
internal static class ClientAnswer
{
    /// <summary>Sets status and headers; nothing is sent before the first byte is written.</summary>
    /// <param name="keepLength">Whether <c>content-length</c> still holds; a stream is framed anew.</param>
    public static void Begin(Exchange exchange, KeyConfig key, HttpResponseMessage upstream, bool keepLength)
    {
        var response = exchange.Http.Response;
        response.StatusCode = (int)upstream.StatusCode;
        var connection = upstream.Headers.NonValidated.TryGetValues("Connection", out var named) ? Values(named) : default;
        Copy(upstream.Headers.NonValidated, response.Headers, connection, keepLength);
        Copy(upstream.Content.Headers.NonValidated, response.Headers, connection, keepLength);

        exchange.Journal.Answered(key, upstream);
        response.Headers[WarmpathHeaders.Key] = WarmpathHeaders.Encode(key.Name);
        if (exchange.Journal.Organization is { } organization)
        {
            response.Headers[WarmpathHeaders.Organization] = WarmpathHeaders.Encode(organization);
        }

        AddOwn(response.Headers, exchange.Journal);
    }

    /// <summary>The headers of the gateway that do not depend on a key: on every answer, errors of its own included.</summary>
    public static void AddOwn(IHeaderDictionary headers, Journal journal)
    {
        headers[WarmpathHeaders.RequestId] = journal.Id;
        headers[WarmpathHeaders.Attempts] = journal.Tries.ToString(CultureInfo.InvariantCulture);
        headers[WarmpathHeaders.WaitMilliseconds] = journal.WaitMilliseconds.ToString(CultureInfo.InvariantCulture);
        if (journal.Decision is { Length: > 0 } decision)
        {
            headers[WarmpathHeaders.Decision] = decision;
        }
    }

    private static void Copy(HttpHeadersNonValidated from, IHeaderDictionary to, StringValues connection, bool keepLength)
    {
        foreach (var (name, values) in from)
        {
            if (!HopByHop.Includes(name, connection) && (keepLength || !name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)))
            {
                var copy = Values(values);
                if (IsSendable(copy))
                {
                    to[name] = copy;
                }
            }
        }
    }

    private static StringValues Values(HeaderStringValues values)
    {
        if (values.Count == 1)
        {
            return values.ToString();
        }

        var lines = new string[values.Count];
        var count = 0;
        foreach (var value in values)
        {
            lines[count++] = value;
        }

        return lines;
    }

    // A control character, which no provider sends, would make the server refuse the whole answer.
    private static bool IsSendable(StringValues values)
    {
        foreach (var value in values)
        {
            foreach (var character in value.AsSpan())
            {
                if (character is < ' ' and not '\t' or '\x7f')
                {
                    return false;
                }
            }
        }

        return true;
    }
}
