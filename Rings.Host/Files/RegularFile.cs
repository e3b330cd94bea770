using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Rings.Host.Files;

/// <summary>Tells files with bytes of their own from pipes, sockets and terminals, which would be waited for without end.</summary>
internal static partial class RegularFile
{
    /// <summary>Whether a file is one. Of one that cannot be opened this is not known: then it is taken for one, and the
    /// reader gets the system's own words.</summary>
    public static bool Is(string path)
    {
        if (OperatingSystem.IsWindows()) return true;
        // O_RDONLY | O_NONBLOCK: a pipe without a writer is opened at once.
        var descriptor = Open(path, OperatingSystem.IsLinux() ? 0x800 : 0x4);
        if (descriptor < 0) return Marshal.GetLastPInvokeError() != NoSuchDevice;
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            return RandomAccess.GetLength(handle) >= 0;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }

    // ENXIO: what a socket's file says.
    private const int NoSuchDevice = 6;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
