namespace Warmpath.Routing.Misses;

/// <summary>The verdict on a prompt that was not read from cache as far as it could have been.</summary>
/// <param name="Tokens">
/// Tokens that were cached for this conversation and had to be paid anew; 0 where nothing had been cached (<see cref="MissCause.FirstWrite"/>,
/// <see cref="MissCause.TooSmall"/>, <see cref="MissCause.Unmarked"/>).
/// </param>
public readonly record struct Miss(MissCause Cause, long Tokens);
