using System.Text;
using Warmpath.Benchmarks;

namespace Warmpath.Macro.Report;

/// <summary>One thing that is measured of every proxy.</summary>
/// <param name="Name">As options and files call it.</param>
/// <param name="Blocks">Of the body's prompt.</param>
/// <param name="Answer">Value of <c>x-bench-answer</c>.</param>
/// <param name="Kind">What is done.</param>
internal sealed record Cell(string Name, string Title, byte[] Body, int Blocks, string Answer, LoadKind Kind)
{
    public static IReadOnlyList<Cell> All { get; } =
    [
        new("50k", "50 KB, 32 connections", Whole(50_000, 60), 60, "whole", LoadKind.Closed),
        new("250k", "250 KB, 32 connections", Whole(250_000, 200), 200, "whole", LoadKind.Closed),
        new("1m", "1 MB, 32 connections", Whole(1_000_000, 400), 400, "whole", LoadKind.Closed),
        new("sse", "50 KB, answer of 60 events", Bodies.OfSize(50_000, 60), 60, "stream", LoadKind.Closed),
        new("latency", "first byte at 200/s of 50 KB", Whole(50_000, 60), 60, "whole", LoadKind.Open),
        new("streams", "5,000 open streams, 10,000 events/s", Shared(Bodies.OfSize(50_000, 60)), 60, "open", LoadKind.Streams),
    ];

    // The same body, asked for in one piece.
    private static byte[] Whole(int bytes, int blocks) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Bodies.OfSize(bytes, blocks)).Replace("\"stream\":true", "\"stream\":false", StringComparison.Ordinal));

    // Without a place for a lineage's number, so that thousands of connections send the same array.
    private static byte[] Shared(byte[] body) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace("lineage ", "lineage-", StringComparison.Ordinal));
}
