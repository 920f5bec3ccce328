namespace Warmpath.Mock.Content;

/// <summary>What the mock says to a prompt.</summary>
/// <param name="StopReason"><c>end_turn</c>, <c>tool_use</c> or <c>max_tokens</c>.</param>
internal sealed record Reply(IReadOnlyList<ReplyBlock> Blocks, string StopReason, int OutputTokens);
