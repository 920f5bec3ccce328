using BenchmarkDotNet.Attributes;
using Warmpath.Routing.Outlines;

namespace Warmpath.Benchmarks;

/// <summary>One pass over a body: structure, digests, breakpoints.</summary>
[MemoryDiagnoser, MinColumn]
public class OutlineBenchmarks
{
    private byte[] _body = [];

    [Params(50_000, 250_000, 1_000_000)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Setup() => _body = Bodies.OfSize(Bytes, 200);

    [Benchmark]
    public Outline? Read() => OutlineReader.Read(_body, out _);
}
