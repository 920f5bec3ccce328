namespace Warmpath.Macro.Budget;

/// <summary>One frame of a stack.</summary>
/// <param name="Module">Assembly or library, such as <c>System.Net.Http</c>, <c>libe_sqlite3.so</c> or <c>[kernel.kallsyms]</c>.</param>
/// <param name="Method">With namespace and type; empty where nobody knows its name.</param>
internal readonly record struct Frame(string Module, string Method)
{
    private const string Call = "_sys_"; // __x64_sys_futex, __arm64_sys_futex

    public bool IsKernel => Module.StartsWith("[kernel", StringComparison.Ordinal);

    /// <summary>Such as <c>futex</c>; null for any other frame.</summary>
    public string? SystemCall => IsKernel && Method.StartsWith("__", StringComparison.Ordinal) && Method.IndexOf(Call, StringComparison.Ordinal) is >= 0 and var at
        ? Method[(at + Call.Length)..]
        : null;

    /// <param name="prefix">Beginning of a namespace and type, or of an assembly with a dot behind it.</param>
    public bool IsOf(string prefix) =>
        Method.Length > 0 ? Method.StartsWith(prefix, StringComparison.Ordinal) : $"{Module}.".StartsWith(prefix, StringComparison.Ordinal);
}
