namespace Warmpath.Gateway.DataPlane;

/// <summary>Ends the client's connection in the middle of an answer.</summary>
/// <remarks>
/// Thrown out of the pipeline on purpose: it is the one way to make Kestrel deliver every byte written so far and then close without
/// the terminating chunk. Aborting the connection instead resets it, and a reset throws away what the client has not read yet.
/// The server is told not to log it (<see cref="DataPlaneServices"/>); the gateway has.
/// </remarks>
internal sealed class BrokenAnswerException() : Exception(
    "The answer broke after it had begun; the connection ends without a clean end of body.");
