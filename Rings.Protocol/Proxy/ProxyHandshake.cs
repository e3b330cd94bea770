namespace Rings.Protocol.Proxy;

/// <summary>
/// The proxy's side of what a program says before its bytes: SOCKS5 (RFC 1928) or HTTP <c>CONNECT</c> (RFC 9110, 9.3.6),
/// told apart by the first byte. It only reads and answers: where a proxy goes is said by whoever uses this.
/// </summary>
/// <param name="login">Who may use the proxy; null: whoever reaches it.</param>
internal sealed class ProxyHandshake(ProxyLogin? login)
{
    /// <summary>What a program may say before it is connected, in bytes; more is refused.</summary>
    public const int MaxBytes = 32 * 1024;

    private const byte Socks4 = 4;

    private IProxyDialect? _dialect;

    /// <summary>Reads what has come and was not taken yet.</summary>
    /// <param name="bytes">At most <see cref="MaxBytes"/>: as many are never waited for again.</param>
    public ProxyStep Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return new ProxyStep.Wait();
        if (_dialect is null && bytes[0] == Socks4)
            return new ProxyStep.Refuse(SocksDialect.Refusal4, "it speaks SOCKS4, which has no names: socks5h:// is needed");
        _dialect ??= bytes[0] == SocksDialect.Version ? new SocksDialect(login) : new ConnectDialect(login);
        var step = _dialect.Read(bytes);
        return step is ProxyStep.Wait && bytes.Length >= MaxBytes
            ? new ProxyStep.Refuse(_dialect.TooLong, $"it said more than {MaxBytes} bytes before it was connected")
            : step;
    }

    /// <summary>What is said to a program that asked for a connection.</summary>
    /// <exception cref="InvalidOperationException">It asked for none yet.</exception>
    public ReadOnlyMemory<byte> Answer(ProxyOutcome outcome) =>
        (_dialect ?? throw new InvalidOperationException("no connection was asked for")).Answer(outcome);
}
