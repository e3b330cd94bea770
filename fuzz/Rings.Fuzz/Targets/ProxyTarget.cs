using System.Text;
using Rings.Protocol;
using Rings.Protocol.Proxy;
using Rings.Protocol.Services;

namespace Rings.Fuzz.Targets;

/// <summary>
/// What programs say to the proxy: SOCKS5 and HTTP CONNECT, and the host names that they ask for. The first byte of an input
/// says whether the proxy has a login.
/// </summary>
internal sealed class ProxyTarget : IFuzzTarget
{
    private static readonly ProxyLogin Login = ProxyLogin.TryParse("anna:secret", out var login)
        ? login
        : throw new InvalidOperationException("That is a login.");

    private static readonly string Host = new RingHost(Did.Zero.Finger(17), ServiceName.Web).ToString();

    public string Name => "proxy";

    public int MaxBytes => ProxyHandshake.MaxBytes + 1;

    public long MaxAllocatedBytes => 32L * ProxyHandshake.MaxBytes;

    public IEnumerable<byte[]> Seeds() =>
    [
        [0, 5, 1, 0, 5, 1, 0, 3, (byte)Host.Length, .. Encoding.ASCII.GetBytes(Host), 0, 80, .. "GET / HTTP/1.1"u8],
        [1, 5, 2, 0, 2, 1, 4, .. "anna"u8, 6, .. "secret"u8, 5, 1, 0, 3, 10, .. "blog.rings"u8, 1, 187],
        [0, 5, 1, 0, 5, 1, 0, 1, 127, 0, 0, 1, 0, 80],
        [0, 4, 1, 0, 80, 127, 0, 0, 1, 0],
        [0, .. Encoding.ASCII.GetBytes($"CONNECT {Host}:80 HTTP/1.1\r\nHost: {Host}:80\r\n\r\n")],
        [1, .. "CONNECT blog.rings.alt:80 HTTP/1.1\r\nProxy-Authorization: Basic YW5uYTpzZWNyZXQ=\r\n\r\n"u8],
        [0, .. "GET http://blog.rings/ HTTP/1.1\r\n\r\n"u8],
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty) return;
        var handshake = new ProxyHandshake((input[0] & 1) == 0 ? null : Login);
        var rest = input[1..];
        while (true)
        {
            switch (handshake.Read(rest))
            {
                case ProxyStep.Say say when say.Taken > 0:
                    rest = rest[say.Taken..];
                    continue;

                case ProxyStep.Connect connect when connect.Taken > 0 && connect.Taken <= rest.Length && connect.Host.Length > 0:
                    Look(connect.Host);
                    _ = handshake.Answer(ProxyOutcome.Connected);
                    return;

                case ProxyStep.Wait when rest.Length < ProxyHandshake.MaxBytes:
                case ProxyStep.Refuse:
                    return;

                case var other:
                    throw new InvalidOperationException($"The proxy does what it may not: {other}.");
            }
        }
    }

    private static void Look(string host)
    {
        if (ProxyHost.TryParse(host, out var read) && read is ProxyHost.Service service
            && !(ProxyHost.TryParse(service.Host.ToString(), out var again) && again == service))
        {
            throw new InvalidOperationException($"The host {host} did not come back as it was read.");
        }
    }
}
