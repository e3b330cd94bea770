using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text;

namespace Rings.Protocol.Services;

/// <summary>
/// Where a service's bytes go, as its provider wrote it: <c>PORT</c> of this machine, <c>HOST:PORT</c>, or
/// <c>unix:/PATH</c>. A caller never names one.
/// </summary>
public sealed record ServiceTarget
{
    /// <summary>What a target has to be, for whoever typed another.</summary>
    public const string Expected = "a port, HOST:PORT, or unix:/PATH";

    /// <summary>This machine, by whichever loopback address its program listens: servers in development like ::1 as well as
    /// 127.0.0.1.</summary>
    public const string Here = "localhost";

    private const string SocketPrefix = "unix:";
    private const int MaxHost = 253;

    /// <summary>The longest path of a socket: <c>sun_path</c> of Linux, its end included, has 108 bytes.</summary>
    private const int MaxSocket = 107;

    private ServiceTarget(string host, ushort port, string? socket) => (Host, Port, SocketPath) = (host, port, socket);

    /// <summary>A host name or an address; empty for a socket.</summary>
    public string Host { get; }

    /// <summary>The port, from 1 on; 0 for a socket.</summary>
    public ushort Port { get; }

    /// <summary>The path of a Unix socket; null: it is no socket.</summary>
    public string? SocketPath { get; }

    /// <summary>Reads a target.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ServiceTarget? target)
    {
        target = null;
        if (text is null) return false;
        if (text.StartsWith(SocketPrefix, StringComparison.Ordinal))
        {
            var path = text[SocketPrefix.Length..];
            if (!path.StartsWith('/') || path.Any(char.IsControl) || Encoding.UTF8.GetByteCount(path) > MaxSocket) return false;
            target = new ServiceTarget("", 0, path);
            return true;
        }

        var end = text.LastIndexOf(':');
        var host = end < 0 ? Here : text[..end];
        if (!TryParsePort(text[(end + 1)..], out var port) || !TryParseHost(host, out var plain)) return false;
        target = new ServiceTarget(plain, port, null);
        return true;
    }

    /// <summary>The target as it is read again.</summary>
    public override string ToString() => SocketPath is { } path ? SocketPrefix + path
        : Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}"
        : $"{Host}:{Port}";

    private static bool TryParsePort(string text, out ushort port) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port > 0;

    private static bool TryParseHost(string text, out string host)
    {
        host = text;
        if (text.StartsWith('[') && text.EndsWith(']'))
        {
            host = text[1..^1];
            return IPAddress.TryParse(host, out var address)
                && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        }

        return text.Length is > 0 and <= MaxHost
            && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_');
    }
}
