namespace Rings.Host.Tests.Daemon;

/// <summary>A theory that asks systemd itself; skipped, visibly, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SystemdTheoryAttribute : TheoryAttribute
{
    /// <summary>Reads units and says what is wrong with them; starts nothing.</summary>
    public const string Analyzer = "/usr/bin/systemd-analyze";

    public SystemdTheoryAttribute()
    {
        if (!File.Exists(Analyzer)) Skip = $"{Analyzer} is not installed";
    }
}
