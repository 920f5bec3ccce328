using Warmpath.Routing.Baselines;
using Warmpath.Testing;

namespace Warmpath.Routing.Tests.Baselines;

public class SessionPinsTests
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);
    private static readonly DateTimeOffset Now = RouterBench.Start;

    private readonly BaselineBench _bench = new("single-key");

    [Fact]
    public void The_pin_that_was_not_used_for_the_longest_time_gives_way_to_one_too_many()
    {
        var pins = new SessionPins(most: 2);
        pins.Set(Request("s1"), Key, Life, Now);
        pins.Set(Request("s2"), Key, Life, Now);
        pins.Find(Request("s1"), Now);
        pins.Set(Request("s3"), Key, Life, Now);

        Assert.Equal([true, false, true], [Has("s1"), Has("s2"), Has("s3")]);

        bool Has(string session) => pins.Find(Request(session), Now) is not null;
    }

    [Fact]
    public void Requests_without_a_session_share_no_pin_unless_they_are_known_by_their_beginning()
    {
        var (bySession, byBeginning) = (new SessionPins(), new SessionPins(orFingerprint: true));
        bySession.Set(Request(null), Key, Life, Now);
        byBeginning.Set(Request(null), Key, Life, Now);

        Assert.Null(bySession.Find(Request(null), Now));
        Assert.Equal(Key, byBeginning.Find(Request(null), Now));
    }

    private static KeyId Key => new("a");

    private RoutingRequest Request(string? session) => _bench.Enter(session).Request;
}
