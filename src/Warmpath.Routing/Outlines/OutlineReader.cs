namespace Warmpath.Routing.Outlines;

/// <summary>Reads the outline of a body in one pass over its bytes. Thread-safe; never throws, whatever the bytes.</summary>
/// <remarks>
/// A fault is only what leaves no doubt that no provider could serve the body, or what two readers could read differently
/// (two <c>model</c>s). Anything else of an unexpected shape is the provider's to refuse: it counts as absent, or as one opaque block.
/// </remarks>
public static class OutlineReader
{
    /// <summary>Of a body of the Messages API.</summary>
    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, PromptFormat, out OutlineFault?)"/>
    public static Outline? Read(ReadOnlySpan<byte> body, out OutlineFault? fault) => Read(body, PromptFormat.Anthropic, out fault);

    /// <returns>The outline, or null with the fault.</returns>
    public static Outline? Read(ReadOnlySpan<byte> body, PromptFormat format, out OutlineFault? fault)
    {
        fault = body.IsEmpty ? OutlineFault.Empty : body.StartsWith("\uFEFF"u8) ? OutlineFault.ByteOrderMark : null;
        if (fault is not null)
        {
            return null;
        }

        var reader = new RequestReader(body, format);
        try
        {
            fault = reader.Read();
            return fault is null ? reader.ToOutline() : null;
        }
        finally
        {
            reader.Dispose();
        }
    }
}
