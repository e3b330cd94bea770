namespace Rings.Host.Tests.Processes;

/// <summary>A theory about what only Linux tells of a process; skipped elsewhere, for all to see.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute()
    {
        if (!OperatingSystem.IsLinux()) Skip = "Only Linux lists the files that a process has mapped.";
    }
}
