using Microsoft.AspNetCore.Http;
using Warmpath.Gateway.Admitting;
using Warmpath.Routing;
using Warmpath.Routing.Fleet;

namespace Warmpath.Gateway.Tests.Admitting;

public class HintReaderTests
{
    [Fact]
    public void Every_hint_header_is_read()
    {
        var hints = HintReader.Read(new HeaderDictionary
        {
            ["X-Claude-Code-Session-Id"] = "s",
            ["x-claude-code-agent-id"] = "a",
            ["x-claude-code-parent-agent-id"] = "p",
        }, Providers.Anthropic);
        Assert.Equal(new RequestHints { Session = "s", Agent = "a", ParentAgent = "p" }, hints);
    }

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void A_value_that_is_too_long_is_taken_for_absent(int length, bool read) =>
        Assert.Equal(read, HintReader.Read(new HeaderDictionary { ["x-claude-code-session-id"] = new string('s', length) }, Providers.Anthropic).Session is not null);

    [Fact]
    public void Empty_or_repeated_values_say_nothing() =>
        Assert.Same(RequestHints.None, HintReader.Read(new HeaderDictionary
        {
            ["x-claude-code-session-id"] = new(["a", "b"]),
            ["x-claude-code-agent-id"] = "",
        }, Providers.Anthropic));

    [Theory]
    [InlineData("session-id", "s", "thread-id", "s", "s", null)]
    [InlineData("session-id", "s", "thread-id", "t", "s", "t")]
    [InlineData("session_id", "s", "other", "t", "s", null)]
    [InlineData("conversation_id", "s", "other", "t", "s", null)]
    [InlineData("thread-id", "t", "other", "x", null, null)]
    [InlineData("x-claude-code-session-id", "s", "other", "x", null, null)]
    public void Codex_names_its_session_and_a_thread_within_it(string name, string value, string other, string otherValue, string? session, string? agent) =>
        Assert.Equal(
            new RequestHints { Session = session, Agent = agent },
            HintReader.Read(new HeaderDictionary { [name] = value, [other] = otherValue }, Providers.OpenAI));
}
