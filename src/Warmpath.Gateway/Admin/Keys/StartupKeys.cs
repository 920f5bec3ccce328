using Warmpath.Gateway.Admin.Bodies;
using Warmpath.Gateway.Keys;

namespace Warmpath.Gateway.Admin.Keys;

/// <summary>Provider keys that the environment names, for containers.</summary>
public static class StartupKeys
{
    /// <summary>Adds those that are not there yet, named <c>anthropic-1</c> and so on; a secret is never added twice.</summary>
    /// <exception cref="FormatException">One of them is no key; the message says which by its place, and nothing of it.</exception>
    public static async Task AddAsync(IReadOnlyList<string> secrets, KeyRing ring, TimeProvider time, CancellationToken cancellationToken)
    {
        var place = 0;
        foreach (var secret in secrets)
        {
            place++;
            if (ring.All.Any(key => key.Secret == secret))
            {
                continue;
            }

            var input = new KeyInput { Name = FreeName(ring), Provider = "anthropic", Secret = secret };
            var faults = new Faults();
            KeyRules.Check(input, allowedHosts: [], faults);
            if (faults.Any)
            {
                throw new FormatException($"key {place} {string.Join(", ", faults.ByField.SelectMany(fault => fault.Value))}.");
            }

            await ring.AddAsync(KeyForm.New(input, time.GetUtcNow()), cancellationToken);
        }
    }

    private static string FreeName(KeyRing ring)
    {
        var number = 1;
        while (ring.All.Any(key => key.Config.Name.Equals($"anthropic-{number}", StringComparison.OrdinalIgnoreCase)))
        {
            number++;
        }

        return $"anthropic-{number}";
    }
}
