using System.Text;
using Rings.Transport.Stun;

namespace Rings.Transport.Tests.Turn;

/// <summary>A TURN server for one client, by the letter of RFC 8656, that can be told to refuse.</summary>
internal sealed class TurnServerModel(string username, string password)
{
    private const string Realm = "rings.test";

    private readonly byte[] _key = StunCredentials.DeriveKey(username, Realm, password);
    private readonly byte[] _buffer = new byte[4096];
    private string _nonce = "first";

    public TransportAddress Relayed { get; } = TransportAddress.FromIPv4([203, 0, 113, 9], 50000);

    public bool HasAllocation { get; set; }

    /// <summary>Refuses the next signed request of this method with this code.</summary>
    public (StunMethod Method, int Code)? RefuseNext { get; set; }

    public List<StunMethod> Requests { get; } = [];

    public HashSet<TransportAddress> Permissions { get; } = [];

    public Dictionary<ushort, TransportAddress> Channels { get; } = [];

    /// <summary>What was relayed to peers.</summary>
    public List<(TransportAddress Peer, byte[] Data, bool OverChannel)> Relays { get; } = [];

    public void ChangeNonce(string nonce) => _nonce = nonce;

    /// <returns>The answer, if there is one.</returns>
    public byte[]? Handle(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] >= 0x40)
        {
            int length = (bytes[2] << 8) | bytes[3];
            Relays.Add((Channels[(ushort)((bytes[0] << 8) | bytes[1])], bytes.Slice(4, length).ToArray(), true));
            return null;
        }

        Assert.True(StunMessage.TryParse(bytes, out var message));
        if (message.Class == StunClass.Indication)
        {
            message.TryGetXorAddress(StunAttribute.XorPeerAddress, out var peer);
            message.TryGet(StunAttribute.Data, out var data);
            Relays.Add((peer, data.ToArray(), false));
            return null;
        }

        Requests.Add(message.Method);
        return Authenticate(message) ?? Serve(message);
    }

    /// <summary>What a peer sends to the relay, as the client gets it.</summary>
    public byte[] FromPeer(TransportAddress peer, byte[] data)
    {
        var writer = new StunWriter(_buffer, StunClass.Indication, StunMethod.Data, new StunTransactionId(1, 2));
        writer.AddXorAddress(StunAttribute.XorPeerAddress, peer);
        writer.Add(StunAttribute.Data, data);
        return writer.Written.ToArray();
    }

    private byte[]? Authenticate(in StunMessage message)
    {
        if (!message.IntegrityHolds(_key))
        {
            return Refuse(message, StunError.Unauthenticated, signed: false);
        }

        message.TryGet(StunAttribute.Nonce, out var nonce);
        return Encoding.UTF8.GetString(nonce) == _nonce ? null : Refuse(message, StunError.StaleNonce, signed: false);
    }

    private byte[] Serve(in StunMessage message)
    {
        if (RefuseNext is { } refusal && refusal.Method == message.Method)
        {
            RefuseNext = null;
            return Refuse(message, refusal.Code, signed: true);
        }

        switch (message.Method)
        {
            case StunMethod.Allocate when HasAllocation:
                return Refuse(message, StunError.AllocationMismatch, signed: true);

            case StunMethod.Allocate:
                HasAllocation = true;
                break;

            case StunMethod.Refresh:
                message.TryGetUInt32(StunAttribute.Lifetime, out var lifetime);
                HasAllocation &= lifetime > 0;
                break;

            default:
                message.TryGetXorAddress(StunAttribute.XorPeerAddress, out var peer);
                Permissions.Add(peer.WithPort(0));
                if (message.TryGetUInt32(StunAttribute.ChannelNumber, out var channel))
                {
                    Channels[(ushort)(channel >> 16)] = peer;
                }

                break;
        }

        return Succeed(message);
    }

    private byte[] Succeed(in StunMessage message)
    {
        var writer = new StunWriter(_buffer, StunClass.Success, message.Method, message.TransactionId);
        if (message.Method == StunMethod.Allocate)
        {
            writer.AddXorAddress(StunAttribute.XorRelayedAddress, Relayed);
            writer.AddXorAddress(
                StunAttribute.XorMappedAddress, TransportAddress.FromIPv4([198, 51, 100, 7], 7777));
        }

        writer.Add(StunAttribute.Lifetime, 600u);
        writer.AddIntegrity(_key);
        return writer.Written.ToArray();
    }

    private byte[] Refuse(in StunMessage message, int code, bool signed)
    {
        var writer = new StunWriter(_buffer, StunClass.Error, message.Method, message.TransactionId);
        writer.AddError(code, "refused");
        if (signed)
        {
            writer.AddIntegrity(_key);
            return writer.Written.ToArray();
        }

        writer.Add(StunAttribute.Realm, Realm);
        writer.Add(StunAttribute.Nonce, _nonce);
        return writer.Written.ToArray();
    }
}
