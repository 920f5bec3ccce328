using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Warmpath.Gateway.DataPlane;

/// <summary>Gives the server one <see cref="BlockPool"/> for all of its connections, though it asks for one for each of its queues, which are as many as cores.</summary>
/// <remarks>The server disposes what it was given: then the pool still lends, but trims no more.</remarks>
internal sealed class BlockPools(TimeProvider time) : IMemoryPoolFactory<byte>
{
    private readonly Lazy<BlockPool> _pool = new(() => new BlockPool(time));

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => _pool.Value;
}
