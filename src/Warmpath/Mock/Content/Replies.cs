using Warmpath.Mock.Accounts;

namespace Warmpath.Mock.Content;

/// <summary>Finds what to say: what the prompt's <see cref="Directives"/> tell, else something short that fits.</summary>
internal static class Replies
{
    private const int QuotedCharacters = 200;
    private const string Greeting = "Hello from the mock provider.";
    private const string Thought = "A mock provider has little to think about, and does it anyway.";
    private const string Filler = " And so the mock provider goes on, word after word, since it was told to.";

    /// <param name="signature">Of the thinking block, should there be one.</param>
    public static Reply Compose(MessageBody body, string signature)
    {
        if (body.MaxTokens == 0)
        {
            return new([], "max_tokens", 0); // pre-warming: the prompt is cached, nothing is said (providers.md 2.6)
        }

        if (body.OutputSchema is { } schema)
        {
            // A title call quotes the user's prompt, directives included: they are not for this answer.
            var json = SchemaExample.Of(schema)?.ToJsonString() ?? "null";
            return Limited([new TextReply(json)], "end_turn", MockTokenizer.Tokens(json), body.MaxTokens);
        }

        var directives = Directives.Read(body.LastUserText);
        var calls = directives.Tools.Where(call => body.Tools.Contains(call.Name)).ToArray();
        var says = directives.Says.Concat(directives.Tools.Except(calls).Select(call => $"There is no tool {call.Name} on offer."));
        var text = string.Join('\n', says);
        if (text.Length == 0 && calls.Length == 0)
        {
            text = body.ToolResults is { } results ? $"The tool said: {First(results)}" : Greeting;
        }

        while (directives.Tokens > MockTokenizer.Tokens(text))
        {
            text += Filler;
        }

        var blocks = new List<ReplyBlock>();
        if (directives.Thinking)
        {
            blocks.Add(new ThinkingReply(Thought, signature));
        }

        if (text.Length > 0)
        {
            blocks.Add(new TextReply(text));
        }

        blocks.AddRange(calls.Select(call => new ToolUseReply(MockIds.New("toolu_01"), call.Name, call.Input)));
        return Limited(
            blocks,
            calls.Length > 0 ? "tool_use" : "end_turn",
            directives.Tokens ?? blocks.Sum(block => MockTokenizer.Tokens(block.Counted)),
            body.MaxTokens);
    }

    /// <summary>An answer longer than <c>max_tokens</c> is the beginning of its text.</summary>
    private static Reply Limited(IReadOnlyList<ReplyBlock> blocks, string stopReason, int tokens, int? maximum)
    {
        if (maximum is not { } most || tokens <= most)
        {
            return new(blocks, stopReason, tokens);
        }

        var text = blocks.OfType<TextReply>().FirstOrDefault()?.Text ?? "";
        return new([new TextReply(MockTokenizer.Cut(text, most))], "max_tokens", most);
    }

    private static string First(string text) => text.Length <= QuotedCharacters ? text : text[..QuotedCharacters];
}
