namespace Warmpath.Storage.Schema;

/// <summary>What a committed transaction survives.</summary>
internal enum Durability : byte
{
    /// <summary>The end of the process and of the machine's power: for what people configured.</summary>
    PowerCut,

    /// <summary>The end of the process, however sudden. A power cut may take back the last transactions, whole ones and never from the middle.</summary>
    Kill,
}
