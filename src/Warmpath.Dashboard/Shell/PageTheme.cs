using Microsoft.AspNetCore.Http;

namespace Warmpath.Dashboard.Shell;

/// <summary>Light, dark, or as the system has it. The choice is the browser's own: a cookie that <c>warmpath.js</c> sets and nothing but this reads.</summary>
internal static class PageTheme
{
    public const string System = "system", Light = "light", Dark = "dark";

    private const string Cookie = "warmpath-theme";

    public static string Of(HttpRequest request) => request.Cookies[Cookie] is (Light or Dark) and var chosen ? chosen : System;

    /// <summary>For which media the stylesheet of a theme holds; <c>warmpath.js</c> does the same when the theme is switched.</summary>
    public static string MediaOf(string theme, string chosen) =>
        chosen == System ? $"(prefers-color-scheme: {theme})" : theme == chosen ? "all" : "not all";
}
