namespace Warmpath.Routing.Limits;

/// <summary>What the three buckets of a pool have given in all.</summary>
internal readonly record struct BucketSums(double Requests, double Input, double Output);
