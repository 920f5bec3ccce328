using System.Globalization;

namespace Warmpath.Routing.Outlines;

/// <summary>Why a body has no outline. The message is for the client: a sentence that names the cure; nothing of the body's text.</summary>
public sealed record OutlineFault(string Message)
{
    internal static readonly OutlineFault Empty = new("The body is empty: send a JSON object with `model`.");

    internal static readonly OutlineFault ByteOrderMark = new("The body begins with a byte order mark: send UTF-8 without one.");

    internal static readonly OutlineFault NotUtf8 = new("The body is not valid UTF-8: encode it as UTF-8.");

    internal static readonly OutlineFault NotAnObject = new("The body is not a JSON object: send an object with `model`.");

    internal static readonly OutlineFault TwoModels = new("The body has two `model` members; send one.");

    internal static readonly OutlineFault NoModel = new("`model` is missing: name the model to use.");

    internal static readonly OutlineFault ModelNotText = new("`model` is not a string: name the model to use.");

    internal static readonly OutlineFault ModelEmpty = new("`model` is empty: name the model to use.");

    internal static readonly OutlineFault ModelNoName = new("`model` is longer than 256 characters, or holds control characters: name the model to use.");

    /// <param name="at">Position of the first byte that does not fit.</param>
    /// <param name="length">Of the body, in bytes.</param>
    internal static OutlineFault NotJson(int at, int length) => new(at < length
        ? string.Create(CultureInfo.InvariantCulture, $"The body is not valid JSON: unexpected character at byte {at}.")
        : string.Create(CultureInfo.InvariantCulture, $"The body is not valid JSON: it breaks off after {length} bytes; send all of it."));
}
