using System.Globalization;
using System.Text;

namespace Warmpath.Fuzz.Mutating;

/// <summary>Makes whole HTTP/1.1 requests as they stand on the wire, most of them wrong in head, framing or body.</summary>
internal sealed class WireMutator(string token, Random random)
{
    private static readonly string[] Targets =
    [
        "/v1/messages?beta=true", "/v1/messages", "/anthropic/v1/messages?a=%2f+b", "/api/anthropic/v1/messages", "/v1/messages/count_tokens?beta=true",
        "/v1/models?limit=1000", "/v1/models/claude-opus-5-5", "/api/hello", "/v1/messages/", "//v1/messages", "/v1/%6dessages", "/v1/./messages",
        "/v1/messages#f", "http://elsewhere/v1/messages", "*", "/v1/models/..", "/v1/messages?\"<>", "/v1/messages?é",
    ];

    private static readonly string[] Methods = ["GET", "HEAD", "PUT", "OPTIONS", "post", "POST ", "CONNECT", "TRACE", "P\u00d6ST"];

    private static readonly string[] Lines =
    [
        "Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: xchunked", "Transfer-Encoding:\tchunked", "transfer-encoding: identity",
        "Content-Length: 5", "Content-Length: -1", "Content-Length: +7", "Content-Length: 7, 7", "Content-Length : 7", "Content-Length: 99999999999999999999",
        "Content-Length:", "Connection: x-api-key, content-length", "Connection: keep-alive", "Connection: upgrade", "Upgrade: h2c", "HTTP2-Settings: AAAA",
        "Host: elsewhere", "Host:", " folded: value", "\tfolded", ": nameless", "no colon", "x-name : spaced", "x-cr: a\rb", "x-nul: a\0b", "x-latin: caf\u00e9",
        "Cookie: a=b; a=c", "Trailer: x-api-key", "TE: trailers", "Range: bytes=0-1", "Content-Encoding: identity", "Content-Type: text/plain; charset=utf-16",
        "Content-Type: \u00ff", "Allow: GET", "Expires: -1", "Content-Range: x", "Last-Modified: never", "anthropic-workspace-id: wrkspc_other",
        "anthropic-beta: a\u00e9,b;;q=1", "x-claude-code-session-id: ../../x", "x-claude-code-agent-id: '\"<>", "x-claude-code-request-class: no-such",
        "Proxy-Authorization: Basic AA==", "Keep-Alive: 5", "Via: 1.1 x", "Forwarded: for=x", ":authority: x", "Accept-Encoding: br", "If-None-Match: *",
        "Max-Forwards: 0", "User-Agent: ((((", "Date: yesterday", "Warning: x", "x-warmpath-key: forged", "Authorization: Basic AA==", "x-api-key: wp-wrong",
    ];

    private readonly Mutator _bodies = new(Corpus.Requests, random);

    /// <param name="number">Stands in the query, twice, so that what arrives upstream can be found again and is not taken for another when a digit was changed.</param>
    public byte[] Next(int number)
    {
        var body = random.Next(2) == 0 ? Pick(Corpus.Requests) : _bodies.Next();
        var isChunked = random.Next(4) == 0;
        var target = random.Next(4) == 0 ? Pick(Targets) : Targets[random.Next(5)];
        target += string.Create(CultureInfo.InvariantCulture, $"{(target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}fuzz={number}.{number}");
        var lines = new List<string>
        {
            $"{(random.Next(12) == 0 ? Pick(Methods) : "POST")} {target} HTTP/1.{(random.Next(20) == 0 ? "0" : "1")}",
            "Host: gateway",
            random.Next(2) == 0 ? $"x-api-key: {token}" : $"Authorization: Bearer {token}",
            "anthropic-version: 2023-06-01",
            "content-type: application/json",
            "x-claude-code-session-id: 6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
            isChunked ? "Transfer-Encoding: chunked" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}"),
            "Connection: close",
        };
        for (var edits = Math.Max(0, random.Next(5) - 1); edits > 0; edits--)
        {
            Edit(lines);
        }

        var head = Encoding.Latin1.GetBytes(string.Join(random.Next(40) == 0 ? "\n" : "\r\n", lines) + "\r\n\r\n");
        if (random.Next(10) == 0)
        {
            var at = random.Next(head.Length);
            head = [.. head[..at], (byte)random.Next(256), .. head[(at + random.Next(2))..]];
        }

        return [.. head, .. isChunked ? Chunked(body) : body];
    }

    private void Edit(List<string> lines)
    {
        var at = random.Next(1, lines.Count);
        switch (random.Next(6))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(random.Next(1, lines.Count), lines[at]);
                break;
            case 2:
                lines[at] += new string('x', random.Next(20) == 0 ? 70_000 : random.Next(300));
                break;
            case 3 when random.Next(10) == 0:
                lines.AddRange(Enumerable.Range(0, 250).Select(i => string.Create(CultureInfo.InvariantCulture, $"x-many-{i}: {i}")));
                break;
            default:
                lines.Insert(at, Pick(Lines));
                break;
        }

        if (lines.Count == 1)
        {
            lines.Add("Host: gateway");
        }
    }

    private byte[] Chunked(byte[] body)
    {
        var wire = new List<byte>();
        for (var at = 0; at < body.Length;)
        {
            var size = Math.Min(body.Length - at, random.Next(1, 3000));
            var announced = random.Next(200) == 0 ? size + 1 : size;
            wire.AddRange(Encoding.ASCII.GetBytes(announced.ToString("x", CultureInfo.InvariantCulture)
                + (random.Next(20) == 0 ? Pick([";a=b", " ", ";", ";\"", "\t;x=\n"]) : "") + "\r\n"));
            wire.AddRange(body[at..(at + size)]);
            wire.AddRange("\r\n"u8);
            at += size;
        }

        wire.AddRange(Encoding.ASCII.GetBytes(random.Next(8) == 0
            ? Pick(["0\r\nx-api-key: late\r\n\r\n", "00000\r\n\r\n", "0\n\n", "-0\r\n\r\n", "0;end\r\n\r\n", "fffffffffffffffff\r\n", "0\r\n\r\nGET /v1/models HTTP/1.1\r\nHost: gateway\r\n\r\n"])
            : "0\r\n\r\n"));
        return [.. wire];
    }

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
