using System.Buffers.Binary;
using System.Text;

namespace Rings.Protocol.Proxy;

/// <summary>
/// SOCKS5 (RFC 1928): CONNECT to host names; the other commands, and addresses, are refused. With a login: RFC 1929.
/// </summary>
/// <param name="login">Who may use the proxy; null: whoever reaches it.</param>
internal sealed class SocksDialect(ProxyLogin? login) : IProxyDialect
{
    /// <summary>The first byte.</summary>
    public const byte Version = 5;

    private const byte NoLogin = 0, WithLogin = 2, NoMethod = 0xFF, LoginVersion = 1;
    private const byte ConnectCommand = 1, Ipv4 = 1, DomainName = 3, Ipv6 = 4;

    /// <summary>Reply codes (RFC 1928, section 6).</summary>
    private const byte Succeeded = 0, General = 1, NotAllowed = 2, NetworkUnreachable = 3, HostUnreachable = 4,
        ConnectionRefused = 5, TimeToLiveExpired = 6, NoSuchCommand = 7, NoSuchAddress = 8;

    private Stage _stage;

    private enum Stage
    {
        Greeting,
        Login,
        Request,
    }

    /// <summary>No, as SOCKS4 says it: its own reply has version 0.</summary>
    public static ReadOnlyMemory<byte> Refusal4 { get; } = new byte[] { 0, 91, 0, 0, 0, 0, 0, 0 };

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> TooLong => Reply(General);

    /// <inheritdoc/>
    public ProxyStep Read(ReadOnlySpan<byte> bytes) => _stage switch
    {
        Stage.Greeting => Greet(bytes),
        Stage.Login => LogIn(bytes),
        _ => Request(bytes),
    };

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Answer(ProxyOutcome outcome) => Reply(outcome switch
    {
        ProxyOutcome.Connected => Succeeded,
        ProxyOutcome.Forbidden => NotAllowed,
        ProxyOutcome.NotFound => HostUnreachable,
        ProxyOutcome.Unreachable => NetworkUnreachable,
        ProxyOutcome.Refused => ConnectionRefused,
        ProxyOutcome.TimedOut => TimeToLiveExpired,
        _ => General,
    });

    private ProxyStep Greet(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2 || bytes.Length < 2 + bytes[1]) return new ProxyStep.Wait();
        var wanted = login is null ? NoLogin : WithLogin;
        if (!bytes.Slice(2, bytes[1]).Contains(wanted))
        {
            return new ProxyStep.Refuse(
                new[] { Version, NoMethod }, login is null ? "it offers no way without a login" : "it offers no user name and password");
        }

        _stage = login is null ? Stage.Request : Stage.Login;
        return new ProxyStep.Say(2 + bytes[1], new[] { Version, wanted });
    }

    private ProxyStep LogIn(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] != LoginVersion) return new ProxyStep.Refuse(new byte[] { LoginVersion, 1 }, "its login is not of RFC 1929");
        if (bytes.Length < 2 || bytes.Length < 3 + bytes[1]) return new ProxyStep.Wait();
        var name = bytes.Slice(2, bytes[1]);
        var password = bytes[(2 + bytes[1])..];
        if (password.Length < 1 + password[0]) return new ProxyStep.Wait();
        if (!login!.Admits(name, password.Slice(1, password[0])))
            return new ProxyStep.Refuse(new byte[] { LoginVersion, 1 }, "its user name or password is wrong");
        _stage = Stage.Request;
        return new ProxyStep.Say(3 + name.Length + password[0], new byte[] { LoginVersion, 0 });
    }

    private static ProxyStep Request(ReadOnlySpan<byte> bytes)
    {
        const int Head = 4;
        if (bytes[0] != Version) return new ProxyStep.Refuse(Reply(General), "its request is not of SOCKS5");
        if (bytes.Length <= Head) return new ProxyStep.Wait();
        if (bytes[1] != ConnectCommand) return new ProxyStep.Refuse(Reply(NoSuchCommand), "it asks for something else than a connection");
        if (bytes[3] is Ipv4 or Ipv6) return new ProxyStep.Refuse(Reply(NotAllowed), "it names an address: socks5h:// leaves names to the proxy");
        if (bytes[3] != DomainName) return new ProxyStep.Refuse(Reply(NoSuchAddress), "it names no host");
        var end = Head + 1 + bytes[Head];
        if (bytes.Length < end + 2) return new ProxyStep.Wait();
        var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[end..]);
        if (bytes[Head] == 0 || port == 0) return new ProxyStep.Refuse(Reply(General), "it names no host or no port");
        return new ProxyStep.Connect(end + 2, Encoding.Latin1.GetString(bytes[(Head + 1)..end]), port);
    }

    /// <summary>An answer. Where the connection begins is nobody's business: 0.0.0.0, port 0.</summary>
    private static byte[] Reply(byte code) => [Version, code, 0, Ipv4, 0, 0, 0, 0, 0, 0];
}
