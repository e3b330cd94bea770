using Rings.Transport;

namespace Rings.TestKit.Probes;

/// <summary>A lane that keeps what it is given, or is full.</summary>
/// <param name="options">How it was asked for.</param>
public sealed class StubChannel(DataChannelOptions? options = null) : DataChannel
{
    private IDataChannelObserver? _observer;

    /// <summary>Messages that it took.</summary>
    public List<byte[]> Sent { get; } = [];

    /// <summary>Whether it takes nothing more.</summary>
    public bool IsFull { get; set; }

    /// <inheritdoc/>
    public override string Label => "stub";

    /// <inheritdoc/>
    public override DataChannelOptions Options { get; } = options ?? new() { Negotiated = true, Id = 0 };

    /// <inheritdoc/>
    public override ushort? Id => Options.Id;

    /// <inheritdoc/>
    public override DataChannelState ReadyState => DataChannelState.Open;

    /// <inheritdoc/>
    public override long BufferedAmount => 0;

    /// <inheritdoc/>
    public override long BufferedAmountLowThreshold { get; set; }

    /// <summary>The greatest message that the peer takes, in bytes.</summary>
    public int Longest { get; set; } = 65_535;

    /// <inheritdoc/>
    public override int MaxMessageSize => Longest;

    /// <inheritdoc/>
    public override void Observe(IDataChannelObserver observer) => _observer = observer;

    /// <inheritdoc/>
    public override SendResult TrySend(ReadOnlySpan<byte> message, bool binary = true)
    {
        if (message.Length > Longest) return SendResult.TooLong;
        if (IsFull) return SendResult.Full;
        Sent.Add(message.ToArray());
        return SendResult.Sent;
    }

    /// <inheritdoc/>
    public override void Close()
    {
    }

    /// <summary>The transport says that it is open.</summary>
    public void Open() => _observer!.OnOpen(this);

    /// <summary>The peer sent something.</summary>
    public void Receive(ReadOnlySpan<byte> message) => _observer!.OnMessage(this, message, binary: true);
}
