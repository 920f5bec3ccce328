namespace Warmpath.Gateway.Tests.Hosting;

/// <summary>Bodies and events that the tests share.</summary>
internal static class Prompts
{
    public const string Streamed =
        """{"model":"claude-sonnet-5-5","stream":true,"max_tokens":100,"messages":[{"role":"user","content":"the prompt's own words"}]}""";

    public const string Whole =
        """{"model":"claude-sonnet-5-5","max_tokens":100,"messages":[{"role":"user","content":"the prompt's own words"}]}""";

    public const string Answer =
        """{"id":"msg_1","type":"message","content":[{"type":"text","text":"Hi"}],"usage":{"input_tokens":10,"cache_read_input_tokens":3,"output_tokens":5}}""";

    public const string Start =
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"usage\":{\"input_tokens\":10,\"cache_read_input_tokens\":3,\"output_tokens\":1}}}\n\n";

    public const string Content =
        "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n";

    public const string Text =
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi\"}}\n\n";

    public const string Delta = "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{},\"usage\":{\"output_tokens\":5}}\n\n";

    public const string Stop = "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

    public const string Overloaded =
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n";

    public const string WholeStream = Start + Content + Text + Delta + Stop;

    public static string Error(string type, string message = "No.") =>
        $$$"""{"type":"error","error":{"type":"{{{type}}}","message":"{{{message}}}"},"request_id":"req_1"}""";
}
