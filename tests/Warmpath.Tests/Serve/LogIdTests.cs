using System.Reflection;
using Microsoft.Extensions.Logging;
using Warmpath.Dashboard;
using Warmpath.Gateway;
using Warmpath.Serve;
using Warmpath.Storage;

namespace Warmpath.Tests.Serve;

public class LogIdTests
{
    [Fact]
    public void No_two_log_lines_share_an_id_that_people_set_alerts_on()
    {
        Assembly[] assemblies = [typeof(GatewayServer).Assembly, typeof(SteadyTime).Assembly, typeof(WarmpathStore).Assembly, typeof(DashboardServices).Assembly];
        var ids = assemblies.SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId).OfType<int>().ToArray();
        Assert.True(ids.Length > 20);
        Assert.Empty(ids.GroupBy(id => id).Where(same => same.Count() > 1).Select(same => same.Key));
    }
}
