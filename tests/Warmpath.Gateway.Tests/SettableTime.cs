using Microsoft.Extensions.Time.Testing;

namespace Warmpath.Gateway.Tests;

/// <summary>A clock that somebody sets, while time goes on as before.</summary>
internal sealed class SettableTime(DateTimeOffset now) : FakeTimeProvider(now)
{
    public TimeSpan Set { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Set;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
