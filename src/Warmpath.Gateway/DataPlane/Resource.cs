namespace Warmpath.Gateway.DataPlane;

/// <summary>What the data plane serves (contract.md, Data plane).</summary>
internal enum Resource : byte
{
    Hello,
    Messages,
    CountTokens,
    ModelList,
    Model,
    Batches,
    Batch,
    BatchResults,
    BatchCancel,
    Files,
    File,
    FileContent,
}
