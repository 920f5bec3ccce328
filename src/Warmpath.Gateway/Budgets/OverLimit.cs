using System.Globalization;
using Warmpath.Gateway.DataPlane;

namespace Warmpath.Gateway.Budgets;

/// <summary>Why a client's request is refused on its own account.</summary>
/// <param name="Message">Names the budget or limit, and what cures it.</param>
/// <param name="Wait">After which the same request may pass.</param>
/// <param name="Final">Only a person, or the next day, can help: the client should stop at once and show the message.</param>
internal sealed record OverLimit(string Message, TimeSpan Wait, bool Final = false)
{
    // Requests under way end within seconds, mostly for less than was reserved for them.
    private static readonly TimeSpan UntilOneEnds = TimeSpan.FromSeconds(5);

    /// <summary>A 429 as contract.md has it; Claude Code waits for a <c>retry-after</c> of 60 and stops at once at <c>x-should-retry: false</c>.</summary>
    public ApiError ToError() => new(429, "rate_limit_error", Message) { RetryAfterSeconds = ApiError.RetryAfter(Wait), Final = Final };

    /// <summary>The budget is spent, or what is left of it is less than the request is expected to cost.</summary>
    public static OverLimit Spent(string client, SpendWindow window, long budget, long spent, long expected, DateTimeOffset now)
    {
        var price = expected > 0 ? $", and this request is expected to cost {Dollars(expected)}" : "";
        var end = window.EndOf(now);
        return new(
            $"The budget of client {client} for this {window.Name()} is {Dollars(budget)}; {Dollars(spent)} of it is spent{price}. It begins anew at "
            + $"{end.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC. Whoever runs the gateway can raise it with warmpath client change.",
            end - now,
            Final: true);
    }

    /// <summary>It would fit, but for what other requests of the client may still come to.</summary>
    public static OverLimit Reserved(string client, SpendWindow window, long budget, long spent, long reserved) => new(
        $"The budget of client {client} for this {window.Name()} is {Dollars(budget)}; {Dollars(spent)} of it is spent and {Dollars(reserved)} is reserved "
        + "for its requests under way. Try again when one of them has ended.",
        UntilOneEnds);

    public static OverLimit Rate(string client, string what, long limit, TimeSpan wait) => new(
        $"Client {client} may use {limit.ToString("N0", CultureInfo.InvariantCulture)} {what} a minute; the next fits in "
        + $"{Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture)} s.",
        wait);

    public static OverLimit Crowded(string client, int limit) => new(
        $"Client {client} may have {limit} requests under way at one time, and has. Try again when one of them has ended.", UntilOneEnds);

    private static string Dollars(long nanodollars) => "$" + (nanodollars / 1e9).ToString("0.00##", CultureInfo.InvariantCulture);
}
