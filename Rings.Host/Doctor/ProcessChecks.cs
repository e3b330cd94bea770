using Rings.Host.Node;

namespace Rings.Host.Doctor;

/// <summary>What the operating system lets a node have.</summary>
internal static class ProcessChecks
{
    private const long Plenty = 1024;

    /// <summary>Looks at the limits of a process that is started as this one was.</summary>
    public static IEnumerable<Finding> All() => ProcessLimits.Descriptors is { } limit ? [Descriptors(limit)] : [];

    /// <summary>Judges a limit of descriptors.</summary>
    internal static Finding Descriptors(long limit)
    {
        const string Advice = "ulimit -n 1024, or LimitNOFILE=1024 for systemd";
        var strangers = ProcessLimits.ConnectionsOf(limit, isPublic: true);
        return limit < ProcessLimits.Needed
            ? new("file descriptors", Verdict.Wrong, $"{limit}; a node needs {ProcessLimits.Needed}", Advice)
            : limit < Plenty
                ? new("file descriptors", Verdict.Note, $"{limit}: the public listener takes {strangers} at a time", Advice)
                : new("file descriptors", Verdict.Well, $"{limit}");
    }
}
