using Warmpath.Gateway.Admin.Keys;
using Warmpath.Gateway.Clients;
using Warmpath.Gateway.Keys;
using Warmpath.Mock;
using Warmpath.Mock.Accounts;
using Warmpath.Routing.Limits;
using Warmpath.Serve;
using Warmpath.Storage.Clients;

namespace Warmpath.Demo;

/// <summary>The cast of the demo: three organizations, four keys, six developers.</summary>
internal static class DemoFleet
{
    // Tight enough for a few developers to feel them, so that limits and waiting can be seen.
    private static readonly Dictionary<string, LimitSettings> Tight = new() { ["*"] = new LimitSettings(60, 60_000, 20_000) };

    private static readonly string[] Developers = ["ada", "barbara", "edsger", "grace", "ken", "tony"];

    public static IReadOnlyList<MockOrganization> Organizations { get; } =
    [
        new("acme") { Limits = Tight, Keys = 2 }, new("globex") { Limits = Tight }, new("initech") { Limits = Tight },
    ];

    /// <summary>Adds the mock's keys; in a folder that is kept, those of an earlier demo are pointed at this mock.</summary>
    public static async Task EnrolAsync(MockServer mock, IServiceProvider services, CancellationToken cancellationToken)
    {
        var ring = services.GetRequiredService<KeyRing>();
        foreach (var key in mock.Keys)
        {
            var input = new KeyInput
            {
                Name = key.Name, Provider = "anthropic", Secret = key.Secret, BaseUrl = mock.BaseUrl, Organization = key.Organization.Name,
            };
            var added = await ring.AddAsync(KeyForm.New(input, services.GetRequiredService<TimeProvider>().GetUtcNow()), cancellationToken);
            if (added == KeyChange.NameTaken)
            {
                var known = ring.All.First(other => other.Config.Name.Equals(key.Name, StringComparison.OrdinalIgnoreCase));
                await ring.ChangeAsync(known.Config.Id.Value, stored => KeyForm.Fill(stored, input), cancellationToken);
            }
        }
    }

    /// <summary>Gives every developer a virtual key; one of an earlier demo in the same folder is replaced.</summary>
    public static async Task<IReadOnlyList<DemoDeveloper>> HireAsync(GatewayServer server, TimeProvider time, CancellationToken cancellationToken)
    {
        var clients = server.Services.GetRequiredService<ClientDirectory>();
        var developers = new List<DemoDeveloper>();
        foreach (var name in Developers)
        {
            if (clients.All.FirstOrDefault(client => client.Name == name) is { } former)
            {
                await clients.RemoveAsync(former.Id, cancellationToken);
            }

            var hired = await clients.AddAsync(name, new ClientOptions(), cancellationToken);
            developers.Add(new DemoDeveloper(name, server.Url, hired!.Value.Token, time)); // the name was made free above
        }

        return developers;
    }
}
