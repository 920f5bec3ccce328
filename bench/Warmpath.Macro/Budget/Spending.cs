namespace Warmpath.Macro.Budget;

/// <summary>What one request costs in one part of the work.</summary>
/// <param name="UserMicroseconds">Of processor time in the program.</param>
/// <param name="KernelMicroseconds">Of processor time in the system.</param>
/// <param name="AllocatedBytes">On the collected heap.</param>
internal readonly record struct Spending(double UserMicroseconds, double KernelMicroseconds, double AllocatedBytes)
{
    public static Spending operator +(Spending left, Spending right) => new(
        left.UserMicroseconds + right.UserMicroseconds, left.KernelMicroseconds + right.KernelMicroseconds, left.AllocatedBytes + right.AllocatedBytes);

    public static Spending operator *(Spending each, double times) =>
        new(each.UserMicroseconds * times, each.KernelMicroseconds * times, each.AllocatedBytes * times);
}
