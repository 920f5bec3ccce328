namespace Warmpath.Routing.Health;

/// <summary>What a failed attempt is about.</summary>
internal enum Blame : byte
{
    /// <summary>The client's own request: the answer goes back.</summary>
    Request,

    /// <summary>Thinking blocks that this organization does not accept: its maker would.</summary>
    Thinking,

    /// <summary>(organization, model class): a rate limit.</summary>
    Limit,

    /// <summary>The organization's money.</summary>
    Credit,

    /// <summary>The money of the key's project, a part of its organization (providers.md 7.2).</summary>
    Project,

    /// <summary>The key itself.</summary>
    Key,

    /// <summary>(key, model).</summary>
    Model,

    /// <summary>The workspace: what is asked for is not there, and another may have it.</summary>
    Workspace,

    /// <summary>The upstream as this organization sees it: overloaded or failing.</summary>
    Overload,

    /// <summary>The way there.</summary>
    Connection,
}

/// <param name="Until">UTC; set when the answer itself says when it ends.</param>
/// <param name="InputLimit">Tokens per minute that the text of a 429 names; null when it names none.</param>
internal sealed record Verdict(Blame Blame, string Reason, DateTimeOffset? Until = null, long? InputLimit = null);
