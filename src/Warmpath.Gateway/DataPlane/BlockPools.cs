using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Warmpath.Gateway.DataPlane;

/// <summary>Gives the server one <see cref="BlockPool"/> for all of its connections.</summary>
internal sealed class BlockPools(TimeProvider time) : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new BlockPool(time);
}
