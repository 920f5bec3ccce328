namespace Warmpath.Mock.Resources;

/// <summary>What a list shows by pages.</summary>
internal interface IListed
{
    string Id { get; }
}
