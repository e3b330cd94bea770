using System.Security.Cryptography;
using Rings.Transport.Sctp;

namespace Rings.Transport.Dcep;

/// <summary>The data channels of one connection (RFC 8831, RFC 8832), over one association of their own.</summary>
/// <remarks>All members are to be called while <see cref="IDataChannelHost.Gate"/> is held.</remarks>
internal sealed partial class DataChannels(IDataChannelHost host, RandomNumberGenerator random)
{
    private const int DefaultMaxMessageSize = 65_536;

    private readonly Dictionary<ushort, SctpDataChannel> _channels = [];
    private readonly List<SctpDataChannel> _unnumbered = [];

    // Reset by this side because they were asked for wrongly, and not yet by the remote one: what comes on them is dropped.
    private readonly HashSet<ushort> _refused = [];

    // The remote side would not have them reset, so a former channel lives on there: they are not used again.
    private readonly HashSet<ushort> _spent = [];

    private EarlyMessages? _early;
    private bool _closed;
    private bool _dtlsClient;

    /// <summary>The association; null before <see cref="Start"/>.</summary>
    public SctpAssociation? Association { get; private set; }

    /// <summary>The greatest message that the remote side takes, in bytes.</summary>
    public int MaxMessageSize { get; private set; } = DefaultMaxMessageSize;

    /// <summary>Messages of a kind that is no data channel's, and channels asked for wrongly: dropped.</summary>
    public long Discarded { get; private set; }

    /// <summary>Makes a channel; it opens with the association. Allowed before <see cref="Start"/>.</summary>
    /// <exception cref="ArgumentException">The options contradict each other or the id is in use.</exception>
    /// <exception cref="InvalidOperationException">The connection is closed, or has no number left.</exception>
    public DataChannel Create(string label, DataChannelOptions options)
    {
        if (_closed)
            throw new InvalidOperationException("The connection is closed.");

        Check(label, options);
        var channel = new SctpDataChannel(this, host, label, options);
        if (options.Id is { } id)
            Number(channel, id);
        else if (Association is null)
            _unnumbered.Add(channel);
        else
            Number(channel, NextId());

        if (Association?.State == SctpState.Established)
            channel.Open();

        if (options.Negotiated && _early?.Take(channel.Id!.Value) is { } held)
            channel.TakeOver(held);

        return channel;
    }

    /// <summary>Begins, when DTLS is up.</summary>
    /// <param name="options">The association's settings, with what the descriptions said.</param>
    /// <param name="dtlsClient">Whether this side is the DTLS client: its channels then get even stream ids.</param>
    /// <param name="now">The time.</param>
    public void Start(SctpOptions options, bool dtlsClient, TimeSpan now)
    {
        if (Association is not null || _closed)
            return;

        _dtlsClient = dtlsClient;
        MaxMessageSize = options.MaxSentMessageSize;
        Association = new SctpAssociation(options, this, random);
        _early = new EarlyMessages(Association, options.ReceiveWindow);
        foreach (var channel in _unnumbered)
            Number(channel, NextId());

        _unnumbered.Clear();
        Association.Connect(now);
    }

    /// <summary>Closes all channels and aborts the association; what is written next tells the remote side.</summary>
    public void Abort(string reason)
    {
        if (Association is { } association)
            association.Abort(reason);
        else
            CloseAll();
    }

    /// <summary>The channel's close has been asked for here: its outgoing stream is reset once it is drained.</summary>
    internal void Reset(SctpDataChannel channel)
    {
        if (Association is { State: not SctpState.Closed } association && channel.Id is { } id && channel.IsAnnounced)
            association.ResetStream(id);
        else
            Forget(channel);

        host.RequestFlush();
    }

    private static void Check(string label, DataChannelOptions options)
    {
        if (options.MaxRetransmits is not null && options.MaxPacketLifeTime is not null)
            throw new ArgumentException("Retransmissions and life time exclude each other.", nameof(options));

        if (options.Negotiated != options.Id is not null)
            throw new ArgumentException("A negotiated channel has an id, another has none.", nameof(options));

        if (options.Id == ushort.MaxValue)
            throw new ArgumentException("Stream ids go up to 65,534.", nameof(options));

        _ = OpenMessage.Write(label, options);
    }

    private void Number(SctpDataChannel channel, ushort id)
    {
        if (Association?.IsResetting(id) == true || !_channels.TryAdd(id, channel))
            throw new ArgumentException($"Stream {id} is in use.");

        channel.SetId(id);
    }

    // RFC 8832, section 6: the DTLS client uses even ids, the server odd ones.
    private ushort NextId()
    {
        for (var id = _dtlsClient ? 0 : 1; id < Math.Min(Association!.OutboundStreams, ushort.MaxValue); id += 2)
        {
            if (IsFree((ushort)id))
                return (ushort)id;
        }

        throw new InvalidOperationException("No stream is left.");
    }

    // A number on which something has come is the remote side's, by a negotiation of which nothing is known here.
    private bool IsFree(ushort id) => !_channels.ContainsKey(id) && !_spent.Contains(id) && !_refused.Contains(id)
        && !_early!.Contains(id) && !Association!.IsResetting(id);

    private void Forget(SctpDataChannel channel)
    {
        _unnumbered.Remove(channel);
        if (channel.Id is { } id)
            _channels.Remove(id);

        channel.Closed();
    }

    private void CloseAll()
    {
        _closed = true;
        foreach (var channel in _channels.Values.Concat(_unnumbered).ToArray())
            Forget(channel);

        _early?.Clear();
    }
}
