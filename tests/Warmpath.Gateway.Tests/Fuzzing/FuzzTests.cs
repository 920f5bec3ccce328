using Warmpath.Fuzz;

namespace Warmpath.Gateway.Tests.Fuzzing;

/// <summary>The short form of <c>bench/fuzz</c>, with other inputs every time; a find prints what shows it again.</summary>
public class FuzzTests
{
    private readonly Fuzzer _fuzzer = new(Random.Shared.Next());

    [Fact]
    public void Requests_are_read_as_a_slow_and_plain_reader_reads_them()
    {
        _fuzzer.RunRequests(6_000);
        Assert.Empty(_fuzzer.Finds);
        Assert.InRange(_fuzzer.Accepted, 1_000, 6_000);
    }

    [Fact]
    public void Streams_and_answers_are_read_alike_in_any_pieces_and_never_throw()
    {
        _fuzzer.RunStreams(3_000);
        Assert.Empty(_fuzzer.Finds);
    }
}
