using System.Text;
using Rings.Transport;
using Rings.Transport.Ice;
using Rings.Transport.Stun;

namespace Rings.Fuzz.Targets;

/// <summary>STUN packets: the form, every way to read one, and the agent that they come to.</summary>
internal sealed class StunTarget : IFuzzTarget, IIceSink
{
    private static readonly TransportAddress Local = TransportAddress.FromIPv4([192, 0, 2, 1], 5000);
    private static readonly TransportAddress Remote = TransportAddress.FromIPv4([192, 0, 2, 2], 6000);
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("VOkJxbRl1RmTxUk/WvJxBt");

    public string Name => "stun";

    public int MaxBytes => 2048;

    public long MaxAllocatedBytes => 64 * 1024;

    public IEnumerable<byte[]> Seeds() => [Request(integrity: true), Request(integrity: false), Response()];

    public void Run(ReadOnlySpan<byte> input)
    {
        IceDemux.TryReadTag(input, out _);
        if (StunMessage.TryParse(input, out var message)) Read(message);
        var agent = new IceAgent(
            new IceOptions
            {
                Role = IceRole.Controlling,
                Credentials = new IceCredentials(0x65766A74, "VOkJxbRl1RmTxUk/WvJxBt"),
                Random = static bytes => bytes.Fill(7),
                Budget = new IceCheckBudget(),
            },
            this);
        agent.AddLocalCandidate(Host(Local));
        agent.SetRemote(new IceRemoteDescription("evtj", new string('p', 22), [Host(Remote)]), TimeSpan.Zero);
        agent.HandlePacket(Local, Remote, input, TimeSpan.FromSeconds(1));
    }

    void IIceSink.Send(TransportAddress local, TransportAddress remote, ReadOnlySpan<byte> packet)
    {
        // What leaves is of no interest here.
    }

    void IIceSink.StateChanged(IceState state, string? reason)
    {
        // Nor what state it leads to.
    }

    void IIceSink.SelectedPairChanged(TransportAddress local, TransportAddress remote)
    {
        // Nor this.
    }

    void IIceSink.RouteOpened(TransportAddress local, TransportAddress remote)
    {
        // Nor this.
    }

    void IIceSink.RouteClosed(TransportAddress local, TransportAddress remote)
    {
        // Nor this.
    }

    private static void Read(in StunMessage message)
    {
        Span<ushort> unknown = stackalloc ushort[8];
        message.CopyUnknownRequired(unknown);
        message.TryGetXorAddress(StunAttribute.XorMappedAddress, out _);
        message.TryGetUInt32(StunAttribute.Priority, out _);
        message.TryGetUInt64(StunAttribute.IceControlled, out _);
        message.TryGetError(out _);
        message.GetErrorReason();
        message.IntegrityHolds(Key);
        message.IntegritySha256Holds(Key);
        new StunCredentials("user", "password").TryTakeChallenge(message);
    }

    private static byte[] Request(bool integrity)
    {
        var writer = new StunWriter(new byte[512], StunClass.Request, StunMethod.Binding, new(1, 2));
        writer.Add(StunAttribute.Username, "65766a74:evtj");
        writer.Add(StunAttribute.Priority, 1845501695u);
        writer.Add(StunAttribute.IceControlled, 7ul);
        writer.Add(StunAttribute.UseCandidate);
        if (integrity) writer.AddIntegrity(Key);
        writer.AddFingerprint();
        return writer.Written.ToArray();
    }

    private static byte[] Response()
    {
        var writer = new StunWriter(new byte[512], StunClass.Error, StunMethod.Allocate, new(1, 2));
        writer.AddXorAddress(StunAttribute.XorMappedAddress, Remote);
        writer.AddError(StunError.StaleNonce, "Stale Nonce");
        writer.Add(StunAttribute.Realm, "example.org");
        writer.Add(StunAttribute.Nonce, "obMatJos2AAACf//499k954d6OL34oL9FSTvy64sA");
        writer.Add(StunAttribute.PasswordAlgorithms, [0, 2, 0, 0, 0, 1, 0, 0]);
        writer.AddIntegritySha256(Key);
        return writer.Written.ToArray();
    }

    private static IceCandidate Host(TransportAddress address) => new()
    {
        Type = IceCandidateType.Host,
        Address = address,
        Base = address,
        Priority = IcePriority.OfCandidate(IceCandidateType.Host, 1),
        Foundation = "1",
    };
}
