using Rings.Actors.Settings;
using Rings.Protocol;
using Rings.Protocol.Limits;
using Rings.Protocol.Wire;
using Rings.Transport;
using static Rings.Actors.Frames.FrameProtocol;

namespace Rings.Actors.Links;

/// <summary>The four lanes of a link outwards: their channels, and what waits for them once the link is up.</summary>
internal sealed class LinkLanes
{
    /// <summary>Lanes of a link.</summary>
    public const int Count = 4;

    private readonly DataChannel[] _channels = new DataChannel[Count];
    private readonly bool[] _opened = new bool[Count];
    private readonly LaneSender?[] _senders = new LaneSender?[Count];
    private readonly LinkSettings _settings;

    public LinkLanes(IPeerConnection connection, LinkObserver observer, LinkSettings settings)
    {
        _settings = settings;
        for (var lane = Lane.Control; lane <= Lane.Stream; lane++)
        {
            var options = new DataChannelOptions
            {
                Negotiated = true,
                Id = (ushort)lane,
                // Messages and streams take turns: in a strict order either could starve the other.
                SendOrder = (int)(lane == Lane.Stream ? Lane.Message : lane),
            };
            var channel = connection.CreateDataChannel(lane.ToString(), options);
            channel.BufferedAmountLowThreshold = settings.ChannelBytes / 2;
            channel.Observe(observer.ForLane(lane));
            _channels[(int)lane] = channel;
        }
    }

    /// <summary>The channel of the paths.</summary>
    public DataChannel Stream => _channels[(int)Lane.Stream];

    /// <summary>What waits on the lane of the paths, and its credit; only to be asked once the link is up.</summary>
    public LaneSender StreamSender => _senders[(int)Lane.Stream]!;

    /// <summary>Whether all lanes are open.</summary>
    public bool AreOpen => !_opened.Contains(false);

    /// <summary>Whether link control can be told.</summary>
    public bool CanTell => _opened[(int)Lane.Control];

    /// <summary>Whether a frame waits on any lane.</summary>
    public bool HasWaiting => _senders.Any(sender => sender is { IsEmpty: false });

    public void Opened(Lane lane) => _opened[(int)lane] = true;

    /// <summary>The peer's Hello is in: frames can be sent.</summary>
    public void Begin(
        LinkControl.Hello hello, SharedStock.Share held, Action<SendFrame, Departure> departed, SharedRate<Did> repeats)
    {
        for (var lane = 0; lane < Count; lane++)
        {
            var credit = lane == (int)Lane.Control ? null : new CreditWindow(hello.LaneBytes, hello.LaneFrames);
            _senders[lane] = new LaneSender(_channels[lane], credit, _settings, held, departed, repeats);
        }
    }

    /// <summary>Sends link control: on lane 0, without credit.</summary>
    public void Tell(LinkControl control) => _channels[(int)Lane.Control].TrySend(control.ToFrame());

    /// <returns>False if there is no room: nothing was taken.</returns>
    /// <param name="send">The frame.</param>
    /// <param name="now">The present.</param>
    /// <param name="isFirst">Whether it is the first that waits on its lane.</param>
    public bool TrySend(SendFrame send, Instant now, out bool isFirst)
    {
        var sender = _senders[(int)send.Lane]!;
        var wasEmpty = sender.IsEmpty;
        var taken = sender.TrySend(send, now);
        isFirst = taken && wasEmpty && !sender.IsEmpty;
        return taken;
    }

    public void Grant(LinkControl.Credit credit, Instant now) => _senders[(int)credit.Lane]!.Grant(credit, now);

    public void Pump(Lane lane, Instant now) => _senders[(int)lane]?.Pump(now);

    /// <summary>Sends what can leave on all lanes.</summary>
    /// <returns>Whether the peer has granted nothing for too long while frames wait.</returns>
    public bool PumpAll(Instant now)
    {
        foreach (var sender in _senders) sender?.Pump(now);
        return _senders.Any(sender => sender is not null && sender.IsStarved(now));
    }

    /// <summary>Gives up everything that waits, each frame once.</summary>
    public IEnumerable<SendFrame> Abandon() => [.. _senders.SelectMany(sender => sender?.Abandon() ?? [])];
}
