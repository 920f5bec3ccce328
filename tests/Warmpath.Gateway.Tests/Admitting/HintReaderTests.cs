using Microsoft.AspNetCore.Http;
using Warmpath.Gateway.Admitting;
using Warmpath.Routing;

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
        });
        Assert.Equal(new RequestHints { Session = "s", Agent = "a", ParentAgent = "p" }, hints);
    }

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void A_value_that_is_too_long_is_taken_for_absent(int length, bool read) =>
        Assert.Equal(read, HintReader.Read(new HeaderDictionary { ["x-claude-code-session-id"] = new string('s', length) }).Session is not null);

    [Fact]
    public void Empty_or_repeated_values_say_nothing() =>
        Assert.Same(RequestHints.None, HintReader.Read(new HeaderDictionary
        {
            ["x-claude-code-session-id"] = new(["a", "b"]),
            ["x-claude-code-agent-id"] = "",
        }));
}
