namespace Rings.Protocol.Proxy;

/// <summary>One of the languages in which a proxy is asked for connections.</summary>
internal interface IProxyDialect
{
    /// <summary>The answer to one that says too much.</summary>
    ReadOnlyMemory<byte> TooLong { get; }

    /// <summary>Reads what has come and was not taken yet.</summary>
    ProxyStep Read(ReadOnlySpan<byte> bytes);

    /// <summary>What is said of a connection that was asked for.</summary>
    ReadOnlyMemory<byte> Answer(ProxyOutcome outcome);
}
