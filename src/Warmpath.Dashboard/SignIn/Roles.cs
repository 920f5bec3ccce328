namespace Warmpath.Dashboard.SignIn;

/// <summary>What a signed-in person may do.</summary>
internal static class Roles
{
    /// <summary>Look and change.</summary>
    public const string Admin = "admin";

    /// <summary>Look.</summary>
    public const string Viewer = "viewer";
}
