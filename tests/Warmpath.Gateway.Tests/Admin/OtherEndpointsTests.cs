using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Warmpath.Gateway.Admin.Requests;
using Warmpath.Gateway.Clients;
using Warmpath.Gateway.Settings;
using Warmpath.Routing;
using Warmpath.Routing.Misses;
using Warmpath.Storage.Clients;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Tests.Admin;

public class OtherEndpointsTests
{
    [Fact]
    public async Task A_client_is_known_by_the_token_that_was_shown_once_until_it_is_revoked()
    {
        await using var host = await AdminHost.StartAsync();
        var (status, added) = await host.PostAsync("clients", """{"name":"ada","valueOfTimePerHour":120}""");
        var token = added["token"]!.GetValue<string>();
        var directory = host.Services.GetRequiredService<ClientDirectory>();

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(120, directory.Authenticate(token)?.Options.ValueOfTimePerHour);
        Assert.Null(directory.Authenticate(token + "x"));
        Assert.DoesNotContain(token, (await host.GetAsync("clients")).Body.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await host.PostAsync("clients", """{"name":"ADA"}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.PatchAsync($"clients/{added["id"]}", """{"name":"ada l","valueOfTimePerHour":null}""")).Status);
        Assert.Null(directory.Authenticate(token)?.Options.ValueOfTimePerHour);
        Assert.Equal(HttpStatusCode.NoContent, (await host.SendAsync(HttpMethod.Delete, $"clients/{added["id"]}", null)).Status);
        Assert.Null(directory.Authenticate(token));
    }

    [Fact]
    public async Task A_clients_bounds_are_kept_shown_with_what_was_spent_and_changed_one_by_one()
    {
        await using var host = await AdminHost.StartAsync();
        var (_, added) = await host.PostAsync(
            "clients", """{"name":"ada","budget":{"day":20,"month":200},"limits":{"requestsPerMinute":60},"models":["claude-opus-*"],"expiresAt":"2099-01-01T00:00:00+01:00"}""");
        Assert.Equal((20, 0, 0), (added["usage"]!["day"]!["budget"]!.GetValue<double>(), added["usage"]!["day"]!["spent"]!.GetValue<double>(), added["usage"]!["requestsUnderWay"]!.GetValue<int>()));
        var (_, changed) = await host.PatchAsync($"clients/{added["id"]}", """{"budget":{"week":50},"models":null,"enabled":false}""");
        Assert.Equal("""{"day":null,"week":50,"month":null}""", changed["budget"]!.ToJsonString());
        Assert.Equal((60, false), (changed["limits"]!["requestsPerMinute"]!.GetValue<int>(), changed["enabled"]!.GetValue<bool>()));
        Assert.Null(changed["models"]);
        Assert.Equal(DateTimeOffset.Parse("2098-12-31T23:00:00Z"), changed["expiresAt"]!.GetValue<DateTimeOffset>());
    }

    [Fact]
    public async Task A_rotated_client_has_a_new_token_and_the_old_one_for_as_long_as_was_said()
    {
        await using var host = await AdminHost.StartAsync();
        var (_, added) = await host.PostAsync("clients", """{"name":"ada"}""");
        var (status, rotated) = await host.PostAsync($"clients/{added["id"]}/rotate", """{"overlapSeconds":3600}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotEqual(added["token"]!.GetValue<string>(), rotated["token"]!.GetValue<string>());
        Assert.NotNull(rotated["retiredUntil"]);
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync($"clients/{added["id"]}/rotate", null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.PostAsync("clients/nobody/rotate", "{}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.PostAsync($"clients/{added["id"]}/rotate", """{"overlapSeconds":-1}""")).Status);
    }

    [Fact]
    public async Task A_client_is_given_no_end_that_is_past_but_one_that_has_come_hinders_no_other_change()
    {
        await using var host = await AdminHost.StartAsync();
        var options = new ClientOptions(ExpiresAt: DateTimeOffset.UtcNow.AddDays(-1));
        var (ended, _) = (await host.Services.GetRequiredService<ClientDirectory>().AddAsync("ended", options, CancellationToken.None))!.Value;

        Assert.Equal(HttpStatusCode.BadRequest, (await host.PostAsync("clients", """{"name":"ada","expiresAt":"2020-01-01T00:00:00Z"}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.PatchAsync($"clients/{ended.Id}", """{"name":"over"}""")).Status);
        var (status, problem) = await host.PatchAsync($"clients/{ended.Id}", """{"expiresAt":"2020-01-01T00:00:00Z"}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.True(problem["errors"]!.AsObject().ContainsKey("expiresAt"));
    }

    [Theory]
    [InlineData("""{"budget":{"day":-1}}""", "budget")]
    [InlineData("""{"budget":{"year":1}}""", "budget")]
    [InlineData("""{"limits":{"requestsPerMinute":0}}""", "limits")]
    [InlineData("""{"limits":{"tokensPerMinute":99999999999999999}}""", "limits")]
    [InlineData("""{"models":[]}""", "models")]
    [InlineData("""{"models":["a*b"]}""", "models")]
    [InlineData("""{"expiresAt":"soon"}""", "expiresAt")]
    public async Task A_clients_bounds_outside_of_their_range_are_refused_by_name(string body, string field)
    {
        await using var host = await AdminHost.StartAsync();
        var (_, added) = await host.PostAsync("clients", """{"name":"ada"}""");
        var (status, problem) = await host.PatchAsync($"clients/{added["id"]}", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(field, Assert.Single(problem["errors"]!.AsObject()).Key, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"valueOfTimePerHour":-1}""", "valueOfTimePerHour")]
    [InlineData("""{"maximumWaitSeconds":301}""", "maximumWaitSeconds")]
    [InlineData("""{"retentionDays":0}""", "retentionDays")]
    [InlineData("""{"retentionDays":1.5}""", "retentionDays")]
    [InlineData("""{"policy":"roulette"}""", "policy")]
    [InlineData("""{"allowedHosts":["a b"]}""", "allowedHosts")]
    [InlineData("""{"frob":1}""", "frob")]
    public async Task Faulty_settings_leave_the_old_in_force(string body, string field)
    {
        await using var host = await AdminHost.StartAsync();
        var before = (await host.GetAsync("settings")).Body.ToJsonString();
        var (status, problem) = await host.PatchAsync("settings", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.True(problem["errors"]!.AsObject().ContainsKey(field));
        Assert.Equal(before, (await host.GetAsync("settings")).Body.ToJsonString());
    }

    [Theory]
    [InlineData("PATCH", "settings", """{"lifetime":"never"}""", "lifetime must be one of client, auto.")]
    [InlineData("PATCH", "settings", """{"maximumWaitSeconds":"5"}""", "maximumWaitSeconds must be a number from 0 to 300.")]
    [InlineData("PATCH", "settings", """{"retentionDays":1.5,"autoCache":1}""", "autoCache must be true or false. retentionDays must be a whole number from 1 to 3650.")]
    [InlineData("PATCH", "settings", """{"allowedHosts":["a",1]}""", "allowedHosts[1] must be a text.")]
    [InlineData("POST", "clients", """{"name":"ada","expiresAt":"soon"}""", "expiresAt must be a time in ISO 8601, such as 2026-11-25T14:00:00Z.")]
    [InlineData("POST", "clients", """{"name":"ada","models":"opus","features":{"autoCash":true}}""", "features.autoCash is no field here; there are autoCache, lifetime. models must be a list.")]
    [InlineData("POST", "clients", """{"name":"ada","limits":{"concurrentRequests":99999999999}}""", "limits.concurrentRequests must be a whole number, 2147483647 at most.")]
    [InlineData("POST", "clients", """{"name":"ada","budget":{"day":1e20}}""", "budget must be $ from 0 to 1000000000 for day, week and month.")]
    [InlineData("POST", "clients", """{"name":"ada","limits":{"requestsPerMinute":1,"requestsPerMinute":2}}""", "body names limits.requestsPerMinute twice.")]
    [InlineData("POST", "clients", """{"name":"ada" """, "body is no JSON (line 1, byte 15).")]
    [InlineData("POST", "clients", "", "body must be a JSON object, and is empty.")]
    [InlineData("POST", "clients", """{"\ud800":1}""", "body holds text that is no valid Unicode.")]
    [InlineData("POST", "clients/any/rotate", """{"overlapSeconds":"1h"}""", "overlapSeconds must be a whole number from 0 to 2592000.")]
    [InlineData("PUT", "catalog", """{"x":1}""", "body is no catalogue: The catalogue: expected no member but models, tiers; found `x`.")]
    public async Task A_body_that_will_not_do_is_told_what_would(string method, string path, string body, string detail)
    {
        await using var host = await AdminHost.StartAsync();
        var (status, problem) = await host.SendAsync(new HttpMethod(method), path, body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(detail, problem["detail"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_setting_is_in_force_at_once_and_null_returns_it_to_its_default()
    {
        await using var host = await AdminHost.StartAsync();
        await host.PatchAsync("settings", """{"maximumWaitSeconds":5,"allowedHosts":["169.254.1.1"]}""");

        Assert.Equal(5, host.Services.GetRequiredService<LiveSettings>().Current.MaximumWaitSeconds);
        await host.AddKeyAsync("allowed", "http://169.254.1.1");
        await host.PatchAsync("settings", """{"maximumWaitSeconds":null}""");
        Assert.Equal(60, host.Services.GetRequiredService<LiveSettings>().Current.MaximumWaitSeconds);
    }

    [Fact]
    public async Task The_catalogue_can_be_overlaid_and_a_faulty_overlay_changes_nothing()
    {
        await using var host = await AdminHost.StartAsync();
        var (_, before) = await host.GetAsync("catalog");
        var builtIn = before["builtIn"]!.ToJsonString();
        var (status, _) = await host.SendAsync(HttpMethod.Put, "catalog", """{"frob":1}""");
        var (replaced, after) = await host.SendAsync(HttpMethod.Put, "catalog", builtIn);
        var (cleared, empty) = await host.SendAsync(HttpMethod.Put, "catalog", "{}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("{}", before["overlay"]!.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, replaced);
        Assert.Equal(builtIn, after["overlay"]!.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, cleared);
        Assert.Equal("{}", empty["overlay"]!.ToJsonString());
    }

    [Fact]
    public async Task The_ledger_is_paged_newest_first_and_comes_as_csv_too()
    {
        await using var host = await AdminHost.StartAsync();
        for (var number = 1; number <= 5; number++)
        {
            await host.Store.WriteAsync(Row($"wreq_{number}", "=cmd|'/c calc'!A1"));
        }

        var (_, first) = await host.GetAsync("requests?limit=2");
        var (_, second) = await host.GetAsync($"requests?limit=2&after={first["next"]}");
        Assert.Equal(["wreq_5", "wreq_4"], first["items"]!.AsArray().Select(row => row!["id"]!.GetValue<string>()));
        Assert.Equal(["wreq_3", "wreq_2"], second["items"]!.AsArray().Select(row => row!["id"]!.GetValue<string>()));
        Assert.Equal(0.5m, first["items"]![0]!["cost"]!.GetValue<decimal>());

        host.Http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/csv"));
        using var csv = await host.Http.GetAsync("requests?limit=2");
        var lines = (await csv.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.Equal("text/csv", csv.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("id,at,client", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("wreq_5,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",'=cmd|'/c calc'!A1,", lines[1], StringComparison.Ordinal);
        Assert.Contains("after=", csv.Headers.GetValues("link").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_tells_its_clients_name_as_long_as_there_is_the_client()
    {
        await using var host = await AdminHost.StartAsync();
        var client = (await host.PostAsync("clients", """{"name":"ada"}""")).Body["id"]!.GetValue<string>();
        await host.Store.WriteAsync(Row("wreq_1", "opus") with { Client = client });

        Assert.Equal("ada", (await host.GetAsync("requests/wreq_1")).Body["clientName"]!.GetValue<string>());
        using var asked = new HttpRequestMessage(HttpMethod.Get, "requests") { Headers = { Accept = { new("text/csv") } } };
        using var csv = await host.Http.SendAsync(asked);
        var lines = (await csv.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.Equal("ada", lines[1].Split(',')[lines[0].Split(',').IndexOf("clientName")]);
        await host.SendAsync(HttpMethod.Delete, $"clients/{client}", null);
        var row = Assert.Single((await host.GetAsync("requests")).Body["items"]!.AsArray())!;
        Assert.Equal(client, row["client"]!.GetValue<string>());
        Assert.Null(row["clientName"]);
    }

    [Fact]
    public async Task Filters_narrow_the_ledger_and_stay_in_the_link_to_its_next_page()
    {
        await using var host = await AdminHost.StartAsync();
        for (var number = 1; number <= 3; number++)
        {
            await host.Store.WriteAsync(Row($"wreq_{number}", "m") with { Miss = new(MissCause.Expired, 40_000), Decision = "sticky,waited" });
        }

        await host.Store.WriteAsync(Row("wreq_4", "m"));
        var (_, found) = await host.GetAsync("requests?miss=expired&decision=waited&model=m&end=complete&from=2020-01-01");
        Assert.Equal(["wreq_3", "wreq_2", "wreq_1"], found["items"]!.AsArray().Select(row => row!["id"]!.GetValue<string>()));
        Assert.Equal("expired", found["items"]![0]!["miss"]!["cause"]!.GetValue<string>());
        Assert.Equal(40_000, found["items"]![0]!["miss"]!["tokens"]!.GetValue<long>());

        host.Http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/csv"));
        using var csv = await host.Http.GetAsync("requests?limit=1&miss=expired");
        Assert.Contains("miss=expired", csv.Headers.GetValues("link").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("requests?limit=0")]
    [InlineData("requests?limit=1001")]
    [InlineData("requests?limit=x")]
    [InlineData("requests?after=-1")]
    [InlineData("requests?decision=moved")]
    [InlineData("requests?end=3")]
    [InlineData("requests?miss=Expired")]
    [InlineData("requests?from=yesterday")]
    [InlineData("requests?from=2026-01-02&to=2026-01-01")]
    [InlineData("events?kind=moved&kind=bogus")]
    [InlineData("sessions?after=99999999999999999999")]
    [InlineData("sessions?after=9223372036854775807")]
    [InlineData("events?limit=")]
    public async Task Odd_pages_are_refused_by_name(string path)
    {
        await using var host = await AdminHost.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await host.GetAsync(path)).Status);
    }

    [Theory]
    [InlineData("GET", "requests?sesion=x", "sesion", "after, limit, session,")]
    [InlineData("GET", "requests/wreq_1?id=x", "id", "there are none")]
    [InlineData("GET", "sessions?foo=1", "foo", "there are after, limit")]
    [InlineData("GET", "keys?limit=1", "limit", "there are none")]
    [InlineData("GET", "events?kinds=moved", "kinds", "there are after, limit, kind")]
    [InlineData("GET", "trace?last=1h", "last", "there are from, to, through")]
    [InlineData("PATCH", "settings?policy=single-key", "policy", "there are none")]
    public async Task A_parameter_that_a_call_does_not_have_is_refused_beside_those_that_it_has(string method, string path, string name, string known)
    {
        await using var host = await AdminHost.StartAsync();
        var (status, problem) = await host.SendAsync(new HttpMethod(method), path, method == "PATCH" ? "{}" : null);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(known, problem["errors"]![name]![0]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b\nc", "\"a\"\"b\nc\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@x", "'@x")]
    [InlineData("\t=1", "'\t=1")]
    public void A_cell_is_never_a_formula(string? text, string cell) => Assert.Equal(cell, LedgerCsv.Text(text));

    [Fact]
    public async Task A_session_tells_its_lineages_and_turns()
    {
        await using var host = await AdminHost.StartAsync();
        await host.Store.WriteAsync(Row("wreq_1", "opus"));
        var (_, list) = await host.GetAsync("sessions");
        var (_, session) = await host.GetAsync("sessions/s1");

        Assert.Equal("s1", Assert.Single(list["items"]!.AsArray())!["session"]!.GetValue<string>());
        Assert.Equal("l1", Assert.Single(session["lineages"]!.AsArray())!["lineage"]!.GetValue<string>());
        Assert.Equal(0.9, Assert.Single(session["lineages"]!.AsArray())!["hitRate"]!.GetValue<double>());
        Assert.True(Assert.Single(session["turns"]!.AsArray())!["hit"]!.GetValue<bool>());
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync("sessions/none")).Status);
    }

    [Fact]
    public async Task Status_tells_sums_keys_and_who_needs_a_person()
    {
        await using var provider = await CannedProvider.StartAsync(401, "");
        await using var host = await AdminHost.StartAsync();
        await host.Store.WriteAsync(Row("wreq_1", "opus"));
        var id = (await host.AddKeyAsync("acme", provider.Url))["id"];
        await host.PostAsync($"keys/{id}/test", null);
        var (_, status) = await host.GetAsync("status");

        Assert.Equal(1, status["today"]!["requests"]!.GetValue<long>());
        Assert.Equal(0.9, status["lastHour"]!["hitRate"]!.GetValue<double>());
        Assert.Equal("acme", Assert.Single(status["attention"]!.AsArray())!["key"]!.GetValue<string>());
        Assert.Equal("acme", Assert.Single(Assert.Single(status["organizations"]!.AsArray())!["keys"]!.AsArray())!.GetValue<string>());
        Assert.Equal(0, status["ledger"]!["dropped"]!.GetValue<long>());
    }

    [Fact]
    public async Task What_people_change_is_in_the_events()
    {
        await using var host = await AdminHost.StartAsync();
        await host.AddKeyAsync("acme");
        var kinds = new List<string>();
        for (var look = 0; look < 500 && !kinds.Contains("key_added"); look++)
        {
            kinds = [.. (await host.GetAsync("events")).Body["items"]!.AsArray().Select(happened => happened!["kind"]!.GetValue<string>())];
        }

        Assert.Contains("key_added", kinds);
        Assert.NotEmpty((await host.GetAsync("events?kind=moved&kind=key_added")).Body["items"]!.AsArray());
        Assert.Empty((await host.GetAsync("events?kind=moved")).Body["items"]!.AsArray());
    }

    private static LedgerRow Row(string id, string model) => new()
    {
        Id = id,
        At = DateTimeOffset.UtcNow,
        Client = "client_1",
        Kind = "messages",
        Model = model,
        Session = "s1",
        Lineage = "l1",
        Key = "key_1",
        KeyName = "acme",
        Attempts = [new LedgerAttempt("key_1", "acme", 200, null, 10)],
        Status = 200,
        End = EndState.Complete,
        Usage = new Usage(100, 0, 0, 900, 50),
        CostNanodollars = 500_000_000,
    };
}
