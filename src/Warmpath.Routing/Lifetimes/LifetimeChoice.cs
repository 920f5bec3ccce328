namespace Warmpath.Routing.Lifetimes;

/// <summary>Which of a request's markers are to live an hour. The provider wants longer ones before shorter ones, so it is always a front part.</summary>
internal enum LifetimeChoice : byte
{
    /// <summary>As the client marked them.</summary>
    Client,

    /// <summary>The markers on what other conversations share: tools, system, a project's instructions.</summary>
    Shared,

    /// <summary>All of them: the conversation survives a pause.</summary>
    All,
}
