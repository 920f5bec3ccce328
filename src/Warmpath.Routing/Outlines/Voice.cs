namespace Warmpath.Routing.Outlines;

/// <summary>Who speaks in a block. The numbers go into digests that replicas share and that outlive a process: they never change.</summary>
internal enum Voice : byte
{
    Tools = 1,
    System = 2,
    User = 3,
    Assistant = 4,

    /// <summary>A message of role <c>system</c>, in the midst of the conversation, or of OpenAI's <c>developer</c>.</summary>
    Instruction = 5,
    Other = 6,
}

internal static class Voices
{
    /// <summary>Who speaks in a message of this role.</summary>
    public static Voice OfRole(JsonText role) =>
        role.Is("user"u8) ? Voice.User
        : role.Is("assistant"u8) ? Voice.Assistant
        : role.Is("system"u8) || role.Is("developer"u8) ? Voice.Instruction
        : Voice.Other;
}
