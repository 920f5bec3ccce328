namespace Warmpath.Routing.Outlines;

/// <summary>Why a body has no outline. The message is for the client: one sentence that names the cure.</summary>
public sealed record OutlineFault(string Message);
