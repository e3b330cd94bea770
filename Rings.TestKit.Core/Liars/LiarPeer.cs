using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using Rings.Transport;

namespace Rings.TestKit.Liars;

/// <summary>
/// The end of a link that has valid keys and says what it likes: it links as an honest node does, keeps the link alive,
/// and then breaks the rules that a test names.
/// </summary>
/// <remarks>
/// <see cref="LiarFrames"/> makes what it may send. Messages that it gets are kept, and credit is granted for them.
/// </remarks>
public sealed class LiarPeer : IPeerConnectionObserver, IDataChannelObserver
{
    private const int Lanes = 4;

    private readonly SimulatedRing _ring;
    private readonly IPeerConnection _connection;
    private readonly DataChannel[] _lanes = new DataChannel[Lanes];
    private readonly long[] _credit = new long[Lanes];

    private bool _grants = true;
    private bool _hasPaths;

    private LiarPeer(SimulatedRing ring, string name)
    {
        _ring = ring;
        Signer = ring.NewSigner(name);
        _connection = ring.Network.CreateFactory(name).CreatePeerConnection(this);
        for (ushort lane = 0; lane < Lanes; lane++)
        {
            _lanes[lane] = _connection.CreateDataChannel(
                $"{(Lane)lane}", new DataChannelOptions { Negotiated = true, Id = lane, SendOrder = lane });
            _lanes[lane].Observe(this);
        }
    }

    /// <summary>Its keys.</summary>
    public Signer Signer { get; }

    /// <summary>Its account.</summary>
    public Did Did => Signer.Account;

    /// <summary>Link control that came, without probes and credit.</summary>
    public List<LinkControl> Told { get; } = [];

    /// <summary>Envelopes that came.</summary>
    public List<byte[]> Frames { get; } = [];

    /// <summary>Path frames that came.</summary>
    public List<byte[]> PathFrames { get; } = [];

    /// <summary>Whether the node has closed the link.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Why the node closed the link, as it said.</summary>
    public GoAwayReason? GoAway => Told.OfType<LinkControl.GoAway>().LastOrDefault()?.Reason;

    /// <summary>Kinds of the messages that came.</summary>
    public IEnumerable<Kind> Kinds => Frames.Select(frame => EnvelopeView.Read(frame).Transaction.Kind);

    /// <summary>Links to a node, as a member does that carries its offer by hand.</summary>
    /// <param name="ring">Where.</param>
    /// <param name="node">The node.</param>
    /// <param name="name">Its name, from which its keys follow.</param>
    /// <param name="grants">Whether it grants credit: without, it takes the least that a Hello may offer, and no
    /// more.</param>
    /// <param name="paths">Whether its offer names paths.</param>
    public static LiarPeer LinkTo(SimulatedRing ring, SimulatedNode node, string name, bool grants = true, bool paths = false)
    {
        var liar = new LiarPeer(ring, name) { _grants = grants, _hasPaths = paths };
        liar.Link(node);
        return liar;
    }

    /// <summary>
    /// Offers a link and answers connectivity checks as an honest node does, and says no Hello: the link stays half
    /// open.
    /// </summary>
    /// <param name="ring">Where.</param>
    /// <param name="node">The node.</param>
    /// <param name="name">Its name, from which its keys follow.</param>
    /// <param name="address">The IP address that the offer comes from.</param>
    /// <returns>Whether the node answered the offer.</returns>
    internal static bool HalfOpen(SimulatedRing ring, SimulatedNode node, string name, string address)
    {
        var liar = new LiarPeer(ring, name);
        return liar.Offer(node, address, out _, out _);
    }

    /// <summary>Says something about the link.</summary>
    public void Tell(LinkControl control) => _lanes[(int)Lane.Control].TrySend(control.ToFrame());

    /// <summary>Sends frames on the lane of their kind, whether there is credit for them or not.</summary>
    public void Send(params IEnumerable<byte[]> frames)
    {
        foreach (var frame in frames)
        {
            var lane = (int)EnvelopeView.Read(frame).Transaction.Kind.Lane();
            _credit[lane]--;
            _lanes[lane].TrySend(frame);
        }
    }

    /// <summary>Sends bytes as they are, on the lane of paths.</summary>
    public void SendRaw(byte[] frame) => _lanes[(int)Lane.Stream].TrySend(frame);

    /// <summary>Frames that there is credit for on a lane.</summary>
    public long CreditOf(Lane lane) => _credit[(int)lane];

    /// <summary>Sends frames evenly, so many per second, for a while of virtual time; less where credit is short.</summary>
    public void SendFor(TimeSpan span, int perSecond, Func<byte[]> frame)
    {
        for (var sent = 0; sent < span.TotalSeconds * perSecond && !IsClosed; sent++)
        {
            var next = frame();
            if (_credit[(int)EnvelopeView.Read(next).Transaction.Kind.Lane()] > 0) Send(next);
            _ring.World.Run(TimeSpan.FromSeconds(1.0 / perSecond));
        }
    }

    /// <inheritdoc/>
    public void OnConnectionStateChange(PeerConnectionState state, string? reason)
    {
        if (state is PeerConnectionState.Closed or PeerConnectionState.Failed) IsClosed = true;
    }

    /// <inheritdoc/>
    public void OnDataChannel(DataChannel channel) => channel.Close();

    /// <inheritdoc/>
    public void OnOpen(DataChannel channel)
    {
    }

    /// <inheritdoc/>
    public void OnMessage(DataChannel channel, ReadOnlySpan<byte> message, bool binary)
    {
        Frame.TryRead(message, out var kind, out var content).ThrowIfAny();
        if (kind == FrameKind.Control)
        {
            Hear(LinkControl.Read(content));
            return;
        }

        (kind == FrameKind.Path ? PathFrames : Frames).Add(message.ToArray());
        if (_grants && channel.Id is { } lane and not 0) Tell(new LinkControl.Credit((Lane)lane, message.Length, 1));
    }

    /// <inheritdoc/>
    public void OnBufferedAmountLow(DataChannel channel)
    {
    }

    /// <inheritdoc/>
    public void OnClose(DataChannel channel) => IsClosed = true;

    private void Hear(LinkControl? control)
    {
        switch (control)
        {
            case LinkControl.Ping ping:
                Tell(new LinkControl.Pong(ping.Number));
                break;

            case LinkControl.Hello hello:
                for (var lane = 1; lane < Lanes; lane++) _credit[lane] = hello.LaneFrames;
                break;

            case LinkControl.Credit credit:
                _credit[(int)credit.Lane] += credit.Frames;
                break;

            case not null and not LinkControl.Pong:
                Told.Add(control);
                break;
        }
    }

    private void Link(SimulatedNode node)
    {
        if (!Offer(node, address: null, out var offer, out var answer))
            throw new InvalidOperationException("the offer was refused");
        _ring.World.RunUntil(
            _ring.World.Now + TimeSpan.FromSeconds(10),
            () => _lanes.All(lane => lane.ReadyState == DataChannelState.Open));
        var (bytes, frames) = _grants
            ? (LinkControl.Credit.MaxBytes, LinkControl.Credit.MaxFrames)
            : (LinkControl.Hello.MinLaneBytes, LinkControl.Hello.MinLaneFrames);
        var link = LinkOffer.Read(offer.Payload.Span).LinkId;
        Tell(new LinkControl.Hello(link, offer.Hash, answer!.Hash, bytes, frames, RingPhase.Joining));
        _ring.World.Run(TimeSpan.FromSeconds(1));
        if (CreditOf(Lane.Message) == 0) throw new InvalidOperationException("the link did not come up");
    }

    private bool Offer(SimulatedNode node, string? address, out SignedObject offered, out SignedObject? answer)
    {
        var now = Instant.From(_ring.World.Time.GetUtcNow());
        var offer = new LinkOffer
        {
            VersionMin = 1,
            VersionMax = 1,
            Ring = Signer.Ring,
            From = Did,
            To = node.Did,
            LinkId = LinkId.Read(Did.ToByteArray().AsSpan(0, LinkId.Bytes)),
            Features = _hasPaths ? LinkFeatures.Offered(relays: true) : [],
            Sdp = _connection.CreateOfferAsync().AsTask().GetAwaiter().GetResult(),
            IssuedMs = (ulong)now.UnixMilliseconds,
            ExpiresMs = (ulong)(now + TimeSpan.FromMinutes(1)).UnixMilliseconds,
        };
        offered = offer.Sign(Signer, null);
        answer = null;
        var reply = _ring.Ask<RingsNodeProtocol.IReply>(
            node, new RingsNodeProtocol.AnswerOffer(offered.ToBytes(), address));
        if (reply is not RingsNodeProtocol.OfferAnswered answered) return false;
        answer = SignedObject.Read(answered.Answer);
        _connection.AcceptAnswerAsync(LinkAnswer.Read(answer.Payload.Span).Sdp).AsTask().GetAwaiter().GetResult();
        return true;
    }
}
