using System.Diagnostics;
using System.Security.Cryptography;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using Rings.Transport;

namespace Rings.Benchmarks.Actors;

/// <summary>A peer without a node: it links to one, sends what it is given and counts what it gets.</summary>
internal sealed class BarePeer : IPeerConnectionObserver, IDataChannelObserver
{
    private const int GrantEvery = 1024;

    private readonly IPeerConnection _connection;
    private readonly DataChannel[] _lanes = new DataChannel[4];
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _room = new(0);
    private int _opened;
    private long _credit;
    private long _received;
    private long _awaited = long.MaxValue;
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BarePeer(IPeerConnectionFactory factory, Signer signer)
    {
        Signer = signer;
        _connection = factory.CreatePeerConnection(this);
        for (ushort lane = 0; lane < 4; lane++)
        {
            _lanes[lane] = _connection.CreateDataChannel(
                $"{(Lane)lane}", new DataChannelOptions { Negotiated = true, Id = lane, SendOrder = lane });
            _lanes[lane].Observe(this);
        }
    }

    public Signer Signer { get; }

    public Did Did => Signer.Account;

    /// <summary>Frames that have arrived on the message lane.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Hears of each of them, in the order of arrival, with the time (<see cref="Stopwatch"/> ticks).</summary>
    public Action<long>? Arrived { get; set; }

    /// <summary>Links to a node by an offer that is handed over in the process.</summary>
    public async Task LinkAsync(IRings node) => await LinkAsync(
        (await node.GetStatusAsync()).Did,
        async offer => await node.AnswerOfferAsync(offer) is RingsNodeProtocol.OfferAnswered answered
            ? answered.Answer
            : throw new InvalidOperationException("the node refused the link"));

    /// <summary>Links to a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="answerOffer">Has it answer a signed offer.</param>
    public async Task LinkAsync(Did node, Func<byte[], Task<byte[]>> answerOffer)
    {
        var now = Instant.From(TimeProvider.System.GetUtcNow());
        var offer = new LinkOffer
        {
            VersionMin = 1,
            VersionMax = 1,
            Ring = Signer.Ring,
            From = Did,
            To = node,
            LinkId = LinkId.Read(RandomNumberGenerator.GetBytes(LinkId.Bytes)),
            Sdp = await _connection.CreateOfferAsync(),
            IssuedMs = (ulong)now.UnixMilliseconds,
            ExpiresMs = (ulong)(now + TimeSpan.FromMinutes(1)).UnixMilliseconds,
        };
        var signed = offer.Sign(Signer, null);
        var answer = SignedObject.Read(await answerOffer(signed.ToBytes()));
        await _connection.AcceptAnswerAsync(LinkAnswer.Read(answer.Payload.Span).Sdp);
        await _open.Task;
        _lanes[0].TrySend(new LinkControl.Hello(
            offer.LinkId, signed.Hash, answer.Hash, LinkControl.Credit.MaxBytes, LinkControl.Credit.MaxFrames,
            RingPhase.Joining).ToFrame());
    }

    /// <summary>Sends frames on the message lane as fast as the credit and the channel take them.</summary>
    public void Send(IReadOnlyList<byte[]> frames, long first, int count)
    {
        for (var number = first; number < first + count; number++)
        {
            while (Interlocked.Read(ref _credit) <= 0) _room.Wait();
            while (_lanes[(int)Lane.Message].TrySend(frames[(int)(number % frames.Count)]) == SendResult.Full)
                _room.Wait(1);
            Interlocked.Decrement(ref _credit);
        }
    }

    /// <summary>Completes when this many more frames have arrived on the message lane.</summary>
    public Task ExpectAsync(int count)
    {
        _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _awaited, Interlocked.Read(ref _received) + count);
        return _arrived.Task;
    }

    public void OnConnectionStateChange(PeerConnectionState state, string? reason)
    {
    }

    public void OnDataChannel(DataChannel channel) => channel.Close();

    public void OnOpen(DataChannel channel)
    {
        if (Interlocked.Increment(ref _opened) == 4) _open.SetResult();
    }

    public void OnMessage(DataChannel channel, ReadOnlySpan<byte> message, bool binary)
    {
        if (channel.Id == (ushort)Lane.Control) Control(message);
        else Count();
    }

    public void OnBufferedAmountLow(DataChannel channel) => _room.Release();

    public void OnClose(DataChannel channel)
    {
    }

    private void Count()
    {
        Arrived?.Invoke(Stopwatch.GetTimestamp());
        var received = Interlocked.Increment(ref _received);
        if (received % GrantEvery == 0)
            _lanes[0].TrySend(new LinkControl.Credit(Lane.Message, GrantEvery * 2048, GrantEvery).ToFrame());
        if (received == Interlocked.Read(ref _awaited)) _arrived.TrySetResult();
    }

    private void Control(ReadOnlySpan<byte> message)
    {
        Frame.TryRead(message, out _, out var content);
        switch (LinkControl.Read(content))
        {
            case LinkControl.Ping ping:
                _lanes[0].TrySend(new LinkControl.Pong(ping.Number).ToFrame());
                break;

            case LinkControl.Hello hello:
                Grant(Math.Min(hello.LaneFrames, hello.LaneBytes / 1024));
                break;

            case LinkControl.Credit { Lane: Lane.Message } credit:
                Grant(credit.Frames);
                break;
        }
    }

    private void Grant(long frames)
    {
        Interlocked.Add(ref _credit, frames);
        _room.Release();
    }
}
