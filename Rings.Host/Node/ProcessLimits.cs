using System.Runtime.InteropServices;

namespace Rings.Host.Node;

/// <summary>What the operating system lets this process have: file descriptors, and the size of files.</summary>
/// <remarks>
/// .NET raises the soft limit of descriptors (RLIMIT_NOFILE) to the hard one when it starts, so what is read here is
/// all that there is.
/// </remarks>
internal static partial class ProcessLimits
{
    /// <summary>
    /// Descriptors that a node needs for itself: its assemblies, stores, sockets, and a link budget's worth of room.
    /// </summary>
    public const int Needed = 280;

    /// <summary>Connections that the listeners take where nothing bounds them further, each.</summary>
    public const int MaxConnections = 256;

    private const int NeededByCommands = 200;
    private const int FewestConnections = 4;
    private const int SignalFileSize = 25;
    private const int LimitOfFilesOnLinux = 7;
    private const int LimitOfFilesOnMac = 8;

    /// <summary>Descriptors that the process may have open; null: not known here.</summary>
    public static long? Descriptors => OperatingSystem.IsWindows() ? null
        : GetLimit(OperatingSystem.IsMacOS() ? LimitOfFilesOnMac : LimitOfFilesOnLinux, out var limit) != 0 ? null
        : limit.Current > int.MaxValue ? int.MaxValue
        : (long)limit.Current;

    /// <summary>
    /// Connections that one listener may have at a time: strangers get a half of what is left, the owner a quarter, and
    /// links the rest.
    /// </summary>
    /// <param name="descriptors">As <see cref="Descriptors"/>.</param>
    /// <param name="isPublic">Whether it is the one for everybody.</param>
    public static int ConnectionsOf(long? descriptors, bool isPublic)
    {
        if (descriptors is not { } limit) return MaxConnections;
        var left = Math.Max(0, limit - Needed);
        return (int)Math.Clamp(isPublic ? left / 2 : left / 4, FewestConnections, MaxConnections);
    }

    /// <summary>
    /// A file that would grow beyond RLIMIT_FSIZE is a full disk, and does not end the process: the signal for it is
    /// ignored, and the write fails.
    /// </summary>
    public static void SurviveFileSize()
    {
        if (!OperatingSystem.IsWindows()) _ = SetSignal(SignalFileSize, Ignored);
    }

    /// <summary>Why nothing of this program can begin, in words; null: it can.</summary>
    /// <remarks>To be asked before anything else is loaded: each assembly takes a descriptor.</remarks>
    public static string? WhyNothingBegins => TooFew(NeededByCommands, "rings");

    /// <summary>Why no node can begin, in words; null: it can.</summary>
    public static string? WhyNoNodeBegins => TooFew(Needed, "a node");

    private static string? TooFew(int needed, string who) => Descriptors is { } limit && limit < needed
        ? $"this process may open {limit} files and sockets; {who} needs {needed}, better 1024. "
            + "Raise it: ulimit -n 1024, or LimitNOFILE=1024 for systemd"
        : null;

    private static nint Ignored => 1; // SIG_IGN

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetSignal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Current;
        public ulong Most;
    }
}
