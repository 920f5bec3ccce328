using System.Text;
using Warmpath.Routing.Outlines;

namespace Warmpath.Mock.Content;

/// <summary>
/// The mock's own tokenizer: tokens = bytes of JSON, divided by a constant of the block's kind, rounded up. The constants are near what
/// real prompts show, and nothing that a gateway may assume: whoever forecasts tokens has to learn them from the answers.
/// </summary>
internal static class MockTokenizer
{
    private const double TextBytes = 3.6;

    public static int Tokens(Block block) => block.Kind == BlockKind.Image
        ? Math.Min(1600, Ceiling(block.Size / 80.0)) // images cost by their size in pixels, at most 1,600 tokens
        : Ceiling(block.Size / BytesPerToken(block.Kind));

    /// <summary>Of an answer's text.</summary>
    public static int Tokens(string text) => Ceiling(Encoding.UTF8.GetByteCount(text) / TextBytes);

    /// <summary>The longest beginning of a text of one-byte letters that has at most so many tokens.</summary>
    public static string Cut(string text, int tokens) => text[..Math.Min(text.Length, (int)(tokens * TextBytes))];

    private static double BytesPerToken(BlockKind kind) => kind switch
    {
        BlockKind.Tool => 3.9,
        BlockKind.ToolUse => 3.2,
        BlockKind.ToolResult => 3.3,
        BlockKind.Thinking => 4.1,
        BlockKind.Document => 7.5,
        _ => TextBytes,
    };

    private static int Ceiling(double tokens) => (int)Math.Ceiling(tokens);
}
