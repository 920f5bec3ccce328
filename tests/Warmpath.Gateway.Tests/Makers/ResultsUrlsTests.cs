using System.Text;
using Warmpath.Gateway.Makers;

namespace Warmpath.Gateway.Tests.Makers;

public class ResultsUrlsTests
{
    [Theory]
    [InlineData("""{"results_url":"https://api.anthropic.com/v1/messages/batches/b_1/results","x":1}""", """{"results_url":"/v1/messages/batches/b_1/results","x":1}""")]
    [InlineData("""{"results_url" : "http://host:1/base/v1/messages/batches/b_1/results"}""", """{"results_url" : "/v1/messages/batches/b_1/results"}""")]
    [InlineData("""{"results_url":null,"other":"https://host/v1/messages/batches/b_1/results"}""", """{"results_url":null,"other":"https://host/v1/messages/batches/b_1/results"}""")]
    [InlineData("""{"results_url":"https://host/elsewhere"}""", """{"results_url":"https://host/elsewhere"}""")]
    [InlineData("""[{"results_url":"https://h/v1/messages/batches/a/results"},{"results_url":"https://h/v1/messages/batches/b/results"}]""", """[{"results_url":"/v1/messages/batches/a/results"},{"results_url":"/v1/messages/batches/b/results"}]""")]
    [InlineData("""{"text":"\"results_url\":\"https://h/v1/messages/batches/a/results\""}""", """{"text":"\"results_url\":\"https://h/v1/messages/batches/a/results\""}""")]
    [InlineData("""{"results_url":""", """{"results_url":""")]
    [InlineData("", "")]
    public void Only_what_stands_before_the_path_of_a_results_url_is_taken_out(string json, string shortened)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        Assert.Equal(shortened, Encoding.UTF8.GetString(bytes.AsSpan(0, ResultsUrls.Shorten(bytes))));
    }
}
