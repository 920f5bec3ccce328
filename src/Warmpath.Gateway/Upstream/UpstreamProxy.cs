using System.Net;

namespace Warmpath.Gateway.Upstream;

/// <summary>The proxy that all calls to providers go through. It resolves their names, so that link-local addresses are its to refuse.</summary>
/// <param name="Address">http or https, user and password in it where it wants them; null: providers are called directly.</param>
public sealed record UpstreamProxy(Uri? Address)
{
    /// <summary>Without the password: a record's own text would show it in logs and exceptions.</summary>
    public override string ToString() => Address is null ? "none" : $"{Address.Scheme}://{Address.Authority}";

    internal WebProxy? ToWebProxy()
    {
        if (Address is null)
        {
            return null;
        }

        var proxy = new WebProxy(new UriBuilder(Address) { UserName = "", Password = "" }.Uri);
        if (Address.UserInfo.Split(':', 2) is [{ Length: > 0 } user, var password])
        {
            proxy.Credentials = new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password));
        }

        return proxy;
    }
}
