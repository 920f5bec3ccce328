using CsCheck;
using Microsoft.AspNetCore.Http;
using Warmpath.Gateway.Upstream;
using Warmpath.Routing.Fleet;

namespace Warmpath.Gateway.Tests.Upstream;

public class RequestHeadersTests
{
    private static readonly string[] NeverForwarded =
    [
        "connection", "keep-alive", "proxy-connection", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade",
        "host", "content-length", "authorization", "x-api-key", "accept-encoding", "expect",
    ];

    private static readonly Gen<string> Names = Gen.OneOf(
        OneOf(
            "anthropic-beta", "anthropic-version", "anthropic-workspace-id", "User-Agent", "Content-Type", "Accept", "X-Stainless-Lang", "Expires",
            "x-claude-code-session-id", "Cookie", "Date", "If-Match", "Referer", "Via", "Range", "Content-Language", "traceparent", "From"),
        OneOf(NeverForwarded),
        Gen.String[Gen.Char["abcxyz0189-_!#$&'*+.^`|~"], 1, 20]);

    private static readonly Gen<string> Values =
        Gen.String[Gen.Char[" !\"#%(),/09:;<=>?@AZ[]{}az~\u00e9\u00ff"], 0, 40].Select(value => value.Trim());

    [Fact]
    public void Every_header_goes_as_it_came_but_the_named_ones_which_never_go() =>
        Gen.Select(Gen.Dictionary(Names, Values)[0, 12], Gen.Bool).Sample((headers, namesOne) =>
        {
            var incoming = new HeaderDictionary();
            foreach (var (name, value) in headers)
            {
                incoming[name] = value;
            }

            var named = namesOne ? headers.Keys.FirstOrDefault(name => name.StartsWith('x')) : null;
            if (named is not null)
            {
                incoming["Connection"] = $"close, {named.ToUpperInvariant()}";
            }

            var sent = Forward(incoming, workspace: null);
            foreach (var (name, value) in incoming)
            {
                if (name.Equals("x-api-key", StringComparison.OrdinalIgnoreCase) || name.Equals("accept-encoding", StringComparison.OrdinalIgnoreCase))
                {
                    continue; // the gateway's own stand there
                }

                var expected = NeverForwarded.Contains(name, StringComparer.OrdinalIgnoreCase) || name == named ? null : value.ToString();
                Assert.Equal(expected, sent.GetValueOrDefault(name));
            }

            Assert.Equal("secret", sent["x-api-key"]);
            Assert.Equal("identity", sent["accept-encoding"]);
            Assert.Equal(headers.ContainsKey("anthropic-version"), sent.ContainsKey("anthropic-version"));
        });

    [Fact]
    public void The_keys_workspace_wins_over_the_clients()
    {
        var incoming = new HeaderDictionary { ["Anthropic-Workspace-Id"] = "theirs" };
        Assert.Equal("ours", Forward(incoming, "ours")["anthropic-workspace-id"]);
        Assert.Equal("theirs", Forward(incoming, null)["anthropic-workspace-id"]);
    }

    [Fact]
    public void OpenAIs_credential_and_project_stand_in_headers_of_its_own()
    {
        var incoming = new HeaderDictionary { ["OpenAI-Project"] = "theirs", ["Authorization"] = "Bearer wp-theirs", ["x-api-key"] = "wp-theirs" };
        var sent = Forward(incoming, "ours", Providers.OpenAI);
        Assert.Equal(("Bearer secret", "ours", false), (sent["Authorization"], sent["OpenAI-Project"], sent.ContainsKey("x-api-key")));
        Assert.Equal("theirs", Forward(incoming, null, Providers.OpenAI)["OpenAI-Project"]);
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static Dictionary<string, string> Forward(HeaderDictionary incoming, string? workspace, string provider = Providers.Anthropic)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://upstream/");
        var key = new KeyConfig { Id = new("key_1"), Name = "key", Provider = provider, BaseUrl = "http://upstream", BoundWorkspaceId = workspace };
        RequestHeaders.Copy(incoming, request, "secret", key);
        return request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? default)
            .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
    }
}
