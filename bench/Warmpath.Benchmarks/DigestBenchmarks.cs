using System.IO.Hashing;
using BenchmarkDotNet.Attributes;

namespace Warmpath.Benchmarks;

/// <summary>What the outline's digests would cost if all of a body were one block.</summary>
[MemoryDiagnoser, MinColumn]
public class DigestBenchmarks
{
    private byte[] _body = [];

    [Params(50_000, 250_000, 1_000_000)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Setup() => _body = Bodies.OfSize(Bytes, 200);

    [Benchmark]
    public UInt128 Hash() => XxHash128.HashToUInt128(_body);
}
