using System.Runtime.InteropServices;

namespace Rings.Transport.Udp;

/// <summary>The system calls for many datagrams at once: 64-bit Linux.</summary>
internal static unsafe partial class LinuxSockets
{
    public const int IpLevel = 0;
    public const int IpMtuDiscover = 10;
    public const int Ipv6Level = 41;
    public const int Ipv6MtuDiscover = 23;

    /// <summary>IP_PMTUDISC_PROBE: never cut, and never believe what ICMP said of a path.</summary>
    public const int ProbePath = 3;

    public const int UdpLevel = 17;
    public const int UdpSegment = 103;
    public const int UdpGro = 104;
    public const int WaitForOne = 0x10000;
    public const int Truncated = 0x20;

    public const int Interrupted = 4;
    public const int WouldBlock = 11;
    public const int IoError = 5;
    public const int BadHandle = 9;
    public const int NotSocket = 88;
    public const int InvalidArgument = 22;
    public const int NoProtocolOption = 92;

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMany(
        SafeHandle socket, MessageEntry* entries, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMany(SafeHandle socket, MessageEntry* entries, uint count, int flags);

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    public static partial nint Send(SafeHandle socket, Message* message, int flags);

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Vector
    {
        public byte* Base;
        public nuint Length;
    }

    /// <summary>struct msghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Message
    {
        public byte* Name;
        public uint NameLength;
        public Vector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct mmsghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageEntry
    {
        public Message Header;
        public uint Length;
    }

    /// <summary>struct cmsghdr, without its data.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ControlHeader
    {
        public nuint Length;
        public int Level;
        public int Type;
    }
}
