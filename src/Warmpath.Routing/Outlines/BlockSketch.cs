namespace Warmpath.Routing.Outlines;

/// <summary>A block by itself, before it is chained to those before it: members of a body come in any order.</summary>
/// <param name="Content">Digest of the block's own content, without its cache marker.</param>
/// <param name="Size">Bytes of JSON as sent, the marker included.</param>
/// <param name="Kind">By its <c>type</c>; tools and system entries get their own kind in the outline.</param>
/// <param name="HasImage">Whether it is an image, or holds one directly.</param>
internal record struct BlockSketch(UInt128 Content, int Size, BlockKind Kind, CacheMarker Marker, bool HasImage)
{
    /// <summary>Set once the message is read to its end: <c>role</c> may follow <c>content</c>.</summary>
    public Voice Voice { get; set; }
}
