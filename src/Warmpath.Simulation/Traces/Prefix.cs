using System.IO.Hashing;
using System.Text;
using Warmpath.Routing.Outlines;

namespace Warmpath.Simulation.Traces;

/// <summary>A block of a prompt together with all that stand before it. Prompts that begin alike share their prefixes.</summary>
public sealed class Prefix
{
    internal Prefix(Prefix? before, string id, int tokens, UInt128 digest)
    {
        (Before, Id, Tokens, Digest) = (before, id, tokens, digest);
        Length = (before?.Length ?? 0) + 1;
        TotalTokens = (before?.TotalTokens ?? 0) + tokens;
    }

    /// <summary>Null for a prompt's first block.</summary>
    public Prefix? Before { get; }

    /// <summary>The block's own id.</summary>
    public string Id { get; }

    /// <summary>Of the block alone.</summary>
    public int Tokens { get; }

    /// <summary>Covers model class, this block and all before it.</summary>
    public UInt128 Digest { get; }

    /// <summary>In blocks.</summary>
    public int Length { get; }

    public long TotalTokens { get; }

    /// <summary>The prompt that ends with this block, for router and provider model.</summary>
    public Block[] Blocks()
    {
        var blocks = new Block[Length];
        for (var prefix = this; prefix is not null; prefix = prefix.Before)
        {
            blocks[prefix.Length - 1] = new(prefix.Digest, prefix.Tokens, BlockKind.Text);
        }

        return blocks;
    }

    /// <summary>The same prompt as prefixes, shortest first.</summary>
    public Prefix[] Chain()
    {
        var chain = new Prefix[Length];
        for (var prefix = this; prefix is not null; prefix = prefix.Before)
        {
            chain[prefix.Length - 1] = prefix;
        }

        return chain;
    }

    internal static UInt128 DigestOf(string modelClass, Prefix? before, string id)
    {
        var text = Encoding.UTF8.GetBytes(id);
        var hash = new XxHash128();
        if (before is null)
        {
            hash.Append(Encoding.UTF8.GetBytes(modelClass));
            hash.Append([0]);
        }
        else
        {
            hash.Append(BitConverter.GetBytes((ulong)before.Digest));
            hash.Append(BitConverter.GetBytes((ulong)(before.Digest >> 64)));
        }

        hash.Append(text);
        return hash.GetCurrentHashAsUInt128();
    }
}
