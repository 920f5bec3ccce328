using System.Net;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Warmpath.Gateway.Admin.Access;

namespace Warmpath.Gateway.Tests.Admin;

public class FailedSignInsTests
{
    private static readonly IPAddress Ada = IPAddress.Parse("192.0.2.1");

    private readonly FakeTimeProvider _time = new();
    private readonly FailedSignIns _failed;

    public FailedSignInsTests() => _failed = new FailedSignIns(_time);

    [Fact]
    public void Five_failures_are_free_and_then_each_wait_is_twice_the_last_up_to_a_minute()
    {
        List<double?> waits = [];
        for (var failure = 1; failure <= 13; failure++)
        {
            _failed.Failed(Ada);
            waits.Add(_failed.WaitOf(Ada)?.TotalSeconds);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([null, null, null, null, null, 1, 2, 4, 8, 16, 32, 60, 60], waits);
    }

    [Fact]
    public void One_address_never_slows_another() => Gen.Int[0, 40].Sample(failures =>
    {
        var failed = new FailedSignIns(_time);
        for (var failure = 0; failure < failures; failure++)
        {
            failed.Failed(Ada);
        }

        Assert.Null(failed.WaitOf(IPAddress.Parse("192.0.2.2")));
    });

    [Fact]
    public void An_ipv6_subscriber_is_one_source_whatever_address_it_takes()
    {
        for (var failure = 0; failure < 6; failure++)
        {
            _failed.Failed(IPAddress.Parse($"2001:db8::{failure}"));
        }

        Assert.NotNull(_failed.WaitOf(IPAddress.Parse("2001:db8::ffff")));
        Assert.Null(_failed.WaitOf(IPAddress.Parse("2001:db8:0:1::1")));
    }

    [Fact]
    public void An_ipv4_address_is_the_same_in_an_ipv6_socket()
    {
        for (var failure = 0; failure < 6; failure++)
        {
            _failed.Failed(Ada.MapToIPv6());
        }

        Assert.NotNull(_failed.WaitOf(Ada));
    }

    [Fact]
    public void A_success_or_a_quarter_of_an_hour_forgets()
    {
        Fail(6);
        _failed.Succeeded(Ada);
        Assert.Null(_failed.WaitOf(Ada));

        Fail(6);
        _time.Advance(TimeSpan.FromMinutes(15));
        _failed.Failed(Ada);
        Assert.Null(_failed.WaitOf(Ada));
    }

    [Fact]
    public void Ten_thousand_addresses_are_remembered_and_no_more()
    {
        Fail(6);
        for (var source = 0; source < 10_000; source++)
        {
            Assert.NotNull(_failed.WaitOf(Ada));
            _failed.Failed(new IPAddress(0x0A000000L + source));
        }

        Assert.Null(_failed.WaitOf(Ada));
    }

    private void Fail(int times)
    {
        for (var failure = 0; failure < times; failure++)
        {
            _failed.Failed(Ada);
        }
    }
}
