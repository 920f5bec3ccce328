using Warmpath.Gateway.Admin.Bodies;

namespace Warmpath.Gateway.Admin.Clients;

/// <summary>What makes a client's description valid. All faults are reported at once.</summary>
internal static class ClientRules
{
    private const double DearestHour = 100_000;

    public static void Check(ClientInput client, Faults faults)
    {
        Texts.CheckName(client.Name, "name", faults);
        if (client.ValueOfTimePerHour is { } value && value is not (>= 0 and <= DearestHour))
        {
            faults.Add("valueOfTimePerHour", $"must be $ per hour from 0 to {DearestHour}");
        }
    }
}
