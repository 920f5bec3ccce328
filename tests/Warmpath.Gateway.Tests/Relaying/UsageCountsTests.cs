using System.Text;
using CsCheck;
using Warmpath.Gateway.Relaying;
using Warmpath.Routing;

namespace Warmpath.Gateway.Tests.Relaying;

public class UsageCountsTests
{
    [Theory]
    [InlineData("""{"usage":{"input_tokens":3,"cache_creation_input_tokens":30,"cache_read_input_tokens":200,"output_tokens":7}}""", 3, 30, 0, 200, 7)]
    [InlineData("""{"usage":{"cache_creation_input_tokens":30,"cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20}}}""", 0, 10, 20, 0, 0)]
    [InlineData("""{"usage":{"cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":null}}}""", 0, 10, 0, 0, 0)]
    [InlineData("""{"type":"message_start","message":{"content":[{"usage":{"input_tokens":9}}],"usage":{"input_tokens":4}}}""", 4, 0, 0, 0, 0)]
    [InlineData("""{"content":[{"input":{"usage":{"input_tokens":9}}}],"usage":{"iterations":[{"input_tokens":5}],"input_tokens":4}}""", 4, 0, 0, 0, 0)]
    [InlineData("""{"usage":{"input_tokens":100,"input_tokens_details":{"cached_tokens":60,"cache_write_tokens":30},"output_tokens":7,"output_tokens_details":{"reasoning_tokens":5}}}""", 10, 0, 30, 60, 7)]
    [InlineData("""{"type":"response.completed","response":{"usage":{"input_tokens":100,"input_tokens_details":{"cached_tokens":0},"output_tokens":7}}}""", 100, 0, 0, 0, 7)]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":7,"prompt_tokens_details":{"cached_tokens":101},"total_tokens":107}}""", 0, 0, 0, 101, 7)]
    [InlineData("""{"usage":{"prompt_tokens":100,"total_tokens":100}}""", 100, 0, 0, 0, 0)]
    public void The_answers_own_usage_is_read(string json, long input, long write5m, long write1h, long read, long output) =>
        Assert.Equal(new Usage(input, write5m, write1h, read, output), Read(json));

    [Fact]
    public void The_last_value_of_each_field_wins_and_nothing_is_summed() =>
        Assert.Equal(new Usage(3, 10, 20, 200, 90), Read(
            """{"message":{"usage":{"input_tokens":3,"cache_creation_input_tokens":30,"cache_read_input_tokens":200,"output_tokens":1,"cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20}}}}""",
            """{"usage":{"output_tokens":40}}""",
            """{"usage":{"input_tokens":3,"cache_creation_input_tokens":30,"output_tokens":90}}"""));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"usage":null}""")]
    [InlineData("""{"usage":{"input_tokens":"3"}}""")]
    [InlineData("""{"usage":{"input_tokens":-3,"output_tokens":1.5}}""")]
    [InlineData("""{"message":{"message":{"usage":{"input_tokens":3}}}}""")]
    public void Where_there_is_none_it_is_unknown(string json) => Assert.Null(Read(json));

    [Theory]
    [InlineData("""{"usage":{"output_tokens":7,"cach\ud800":0}}""", 7)]
    [InlineData("""{"usage":{"output_tokens":7},"\udc00":0}""", 7)]
    [InlineData("""{"usage":{"output_tokens":7,"output_tokens":1000000001}}""", 7)]
    [InlineData("""{"usage":{"output_tokens":7,"output_tokens":9223372036854775807}}""", 7)]
    public void Half_a_surrogate_pair_or_a_figure_that_no_answer_has_costs_no_more_than_itself(string json, long output) =>
        Assert.Equal(output, Read(json)?.Output);

    [Fact]
    public void No_bytes_make_it_throw() => Gen.Byte.Array[0, 80].Sample(bytes => new UsageCounts().Take(bytes));

    private static Usage? Read(params string[] objects)
    {
        var counts = new UsageCounts();
        foreach (var json in objects)
        {
            counts.Take(Encoding.UTF8.GetBytes(json));
        }

        return counts.Total;
    }
}
