using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Text;

namespace Rings.Protocol.Proxy;

/// <summary>
/// HTTP <c>CONNECT</c> (RFC 9110, 9.3.6; RFC 9112, 3.2.3). Any other request is refused, never forwarded. With a login:
/// <c>Proxy-Authorization: Basic</c> (RFC 7617).
/// </summary>
/// <param name="login">Who may use the proxy; null: whoever reaches it.</param>
internal sealed class ConnectDialect(ProxyLogin? login) : IProxyDialect
{
    private const string Challenge = "Proxy-Authenticate: Basic realm=\"rings\"\r\n";
    private const string Credentials = "Proxy-Authorization:";
    private const string Basic = "Basic ";

    private static readonly SearchValues<byte> OfText = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(character => (byte)character), (byte)'\r', (byte)'\n', (byte)'\t']);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> TooLong => Text(431, "Request Header Fields Too Large", "The header is too long.");

    private static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;

    /// <inheritdoc/>
    public ProxyStep Read(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf(HeadEnd);
        if (end < 0) return IsText(bytes) ? new ProxyStep.Wait() : Broken();
        if (!IsText(bytes[..end])) return Broken();
        var lines = Encoding.ASCII.GetString(bytes[..end]).Split("\r\n");
        var words = lines[0].Split(' ');
        if (words.Length != 3 || words[2] is not ("HTTP/1.1" or "HTTP/1.0")) return Broken();
        if (words[0] != "CONNECT")
            return new ProxyStep.Refuse(Answer(ProxyOutcome.Forbidden), "it sends a request of its own, not CONNECT");
        if (login is not null && !IsAdmitted(lines))
        {
            return new ProxyStep.Refuse(
                Text(407, "Proxy Authentication Required", "This proxy wants a user name and a password.", Challenge),
                "its user name or password is missing or wrong");
        }

        return TryParse(words[1], out var host, out var port) ? new ProxyStep.Connect(end + HeadEnd.Length, host, port)
            : IPEndPoint.TryParse(words[1], out _) ? new ProxyStep.Refuse(Answer(ProxyOutcome.Forbidden), "it names an address")
            : Broken();
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Answer(ProxyOutcome outcome) => outcome switch
    {
        ProxyOutcome.Connected => "HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(),
        ProxyOutcome.Forbidden => Text(403, "Forbidden", "This proxy goes to services of the ring by CONNECT, and nowhere else."),
        ProxyOutcome.NotFound => Text(404, "Not Found", "There is no such service, or not for this node."),
        ProxyOutcome.Refused => Text(502, "Bad Gateway", "The service's own program does not answer."),
        ProxyOutcome.TimedOut => Text(504, "Gateway Timeout", "The service did not answer in time."),
        ProxyOutcome.Busy => Text(503, "Service Unavailable", "There is no room for another connection now."),
        _ => Text(502, "Bad Gateway", "Who provides the service was not reached."),
    };

    private static ProxyStep.Refuse Broken() =>
        new(Text(400, "Bad Request", "That is neither SOCKS5 nor HTTP CONNECT."), "it speaks neither SOCKS5 nor HTTP CONNECT");

    /// <summary>A head has printable ASCII, spaces, tabs and line ends; bytes beyond it begin something else.</summary>
    private static bool IsText(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExcept(OfText) < 0;

    /// <summary>Reads <c>HOST:PORT</c>; an address is no host.</summary>
    private static bool TryParse(string target, out string host, out int port)
    {
        var colon = target.LastIndexOf(':');
        (host, port) = (colon < 0 ? "" : target[..colon], 0);
        return host.Length > 0 && !host.Contains(':', StringComparison.Ordinal) && !IPAddress.TryParse(host, out _)
            && int.TryParse(target[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port is > 0 and <= IPEndPoint.MaxPort;
    }

    private bool IsAdmitted(string[] lines)
    {
        var said = lines.Skip(1).Where(line => line.StartsWith(Credentials, StringComparison.OrdinalIgnoreCase)).ToList();
        if (said.Count != 1) return false;
        var value = said[0][Credentials.Length..].Trim(' ', '\t');
        if (!value.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)) return false;
        var encoded = Encoding.ASCII.GetBytes(value[Basic.Length..].Trim(' '));
        Span<byte> decoded = stackalloc byte[1024];
        if (Base64.GetMaxDecodedFromUtf8Length(encoded.Length) > decoded.Length) return false;
        if (Base64.DecodeFromUtf8(encoded, decoded, out _, out var length) != OperationStatus.Done) return false;
        var colon = decoded[..length].IndexOf((byte)':');
        return colon >= 0 && login!.Admits(decoded[..colon], decoded[(colon + 1)..length]);
    }

    private static byte[] Text(int status, string reason, string words, string header = "") => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 {status} {reason}\r\n{header}Content-Type: text/plain\r\nContent-Length: {words.Length + 1}\r\nConnection: close\r\n\r\n{words}\n");
}
