namespace Warmpath.Mock.Resources;

/// <summary>What a workspace has made and can ask for again.</summary>
internal interface IResource : IListed
{
    /// <summary>What it holds in memory, roughly.</summary>
    long Bytes { get; }
}
