namespace Warmpath.Routing.Policies;

/// <summary>Chooses among the keys that can serve a request. Everything that matters arrives as an argument; the answer says why.</summary>
/// <remarks>Called under the router's lock. Whatever the order of the candidates, the same question has the same answer.</remarks>
internal interface IRoutingPolicy
{
    /// <summary>What settings and <c>simulate</c> call it.</summary>
    string Name { get; }

    /// <param name="candidates">At least one; at most one that may be sent and one that waits for a sibling per key.</param>
    Choice Choose(in Question question, ReadOnlySpan<Candidate> candidates);
}
