namespace Warmpath.Storage.Recordings;

/// <summary>One block of a prompt. Blocks are a tree: prompts that begin alike share their first ones, so each is kept once.</summary>
/// <param name="Before">Digest of the block before it; null for a prompt's first.</param>
/// <param name="PrefixTokens">Tokens of the prompt up to and with it.</param>
/// <param name="IsCounted">The provider counted that prefix; else it lies between two that were.</param>
public readonly record struct RecordedBlock(UInt128 Digest, UInt128? Before, int PrefixTokens, bool IsCounted);
