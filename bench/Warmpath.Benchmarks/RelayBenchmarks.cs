using System.Text;
using BenchmarkDotNet.Attributes;
using Warmpath.Gateway.Relaying;

namespace Warmpath.Benchmarks;

/// <summary>What watching an answer costs on its way: a stream of 60 events, in one piece and event by event.</summary>
[MemoryDiagnoser, MinColumn]
public class RelayBenchmarks
{
    private readonly byte[][] _events =
    [
        Event("message_start", """{"type":"message_start","message":{"id":"msg_01","content":[],"usage":{"input_tokens":12,"cache_read_input_tokens":14200,"output_tokens":1}}}"""),
        Event("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""),
        .. Enumerable.Range(0, 55).Select(i => Event("content_block_delta", $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"word {{{i}}}"}}""")),
        Event("content_block_stop", """{"type":"content_block_stop","index":0}"""),
        Event("message_delta", """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":42}}"""),
        Event("message_stop", """{"type":"message_stop"}"""),
    ];

    private byte[] _whole = [];

    [GlobalSetup]
    public void Setup() => _whole = [.. _events.SelectMany(part => part)];

    [Benchmark]
    public bool InOnePiece()
    {
        using var tap = new MessagesTap();
        tap.Feed(_whole);
        return tap.Stopped;
    }

    [Benchmark]
    public bool EventByEvent()
    {
        using var tap = new MessagesTap();
        foreach (var part in _events)
        {
            tap.Feed(part);
        }

        return tap.Stopped;
    }

    private static byte[] Event(string name, string data) => Encoding.UTF8.GetBytes($"event: {name}\ndata: {data}\n\n");
}
