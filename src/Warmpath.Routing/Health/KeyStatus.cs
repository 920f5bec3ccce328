namespace Warmpath.Routing.Health;

/// <summary>The state of a key as people see it (contract.md, Admin API).</summary>
public enum KeyStatus : byte
{
    Healthy,
    Throttled,
    Overloaded,
    OutOfCredit,
    Invalid,
    Unreachable,
    Draining,
    Disabled,
}
