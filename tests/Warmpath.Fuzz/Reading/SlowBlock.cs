using Warmpath.Routing.Outlines;

namespace Warmpath.Fuzz.Reading;

/// <summary>One block as <see cref="SlowOutline"/> reads it.</summary>
/// <param name="Kind">Null where the escaped name of its type is longer than any that means something: either reading is right.</param>
/// <param name="Voice">Who speaks, by a name.</param>
/// <param name="Content">The bytes that its digest has to cover.</param>
/// <param name="Marker">The marker that makes it a breakpoint; null when it has none.</param>
internal sealed record SlowBlock(BlockKind? Kind, int Size, string Voice, byte[] Content, bool HasImage, SlowMarker? Marker);

/// <param name="Start">Of its value in the body.</param>
internal sealed record SlowMarker(int Start, int Length, CacheLifetime Lifetime, bool IsExplicit);
