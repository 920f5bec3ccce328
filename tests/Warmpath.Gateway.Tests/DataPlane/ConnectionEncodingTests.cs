using System.Text;
using Warmpath.Gateway.DataPlane;

namespace Warmpath.Gateway.Tests.DataPlane;

public class ConnectionEncodingTests
{
    [Theory]
    [InlineData("keep-alive", "keep-alive")]
    [InlineData("Close", "Close")]
    [InlineData("x-hop", "x-hop")]
    [InlineData("Keep-Alive, X-Hop", "X-Hop")]
    [InlineData("close,x-hop , y", "close, keep-alive, x-hop, y")]
    public void A_list_keeps_what_it_names_and_whether_the_connection_ends(string sent, string read) =>
        Assert.Equal(read, ConnectionEncoding.Instance.GetString(Encoding.Latin1.GetBytes(sent)));
}
