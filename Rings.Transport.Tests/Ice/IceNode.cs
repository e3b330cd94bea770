using Rings.Transport.Ice;

namespace Rings.Transport.Tests.Ice;

/// <summary>One agent with one socket on an <see cref="IceNetwork"/>, and what it has said.</summary>
internal sealed class IceNode : IIceSink
{
    private static readonly TransportAddress StunServer = Ends.At("198.51.100.1:3478");

    private readonly IceNetwork _network;

    public IceNode(
        IceNetwork network, IceRole role, TransportAddress address, NatBox? nat, Func<IceOptions, IceOptions> configure)
    {
        _network = network;
        Address = address;
        Nat = nat;
        Agent = new IceAgent(
            configure(new IceOptions
            {
                Role = role,
                Credentials = IceCredentials.Create(network.Fill),
                Random = network.Fill,
                Budget = network.Budget,
            }),
            this);
    }

    public IceAgent Agent { get; }

    public TransportAddress Address { get; }

    public NatBox? Nat { get; }

    public List<IceState> States { get; } = [];

    public string? Reason { get; private set; }

    public HashSet<(TransportAddress Local, TransportAddress Remote)> Routes { get; } = [];

    public (TransportAddress Local, TransportAddress Remote) Selected { get; private set; }

    public IceNode WithHost()
    {
        Agent.AddLocalCandidate(Candidate(IceCandidateType.Host, Address, Address));
        return this;
    }

    /// <summary>With the address that a STUN server would see, if there is a NAT.</summary>
    public IceNode WithReflexive()
    {
        if (Nat is not null)
        {
            var mapped = Nat.Outbound(Address, StunServer);
            Agent.AddLocalCandidate(Candidate(IceCandidateType.ServerReflexive, mapped, Address));
        }

        return this;
    }

    public IceNode WithRelay(string relayed)
    {
        _network.AddRelay(this, Ends.At(relayed));
        Agent.AddLocalCandidate(Candidate(IceCandidateType.Relayed, Ends.At(relayed), Ends.At(relayed)));
        return this;
    }

    public IceRemoteDescription Describe(bool lite = false) => new(
        Agent.Credentials.Ufrag, Agent.Credentials.Password,
        [.. Agent.LocalCandidates.Select(own => own with { Base = default })], lite);

    public void Meet(IceNode other) => Agent.SetRemote(other.Describe(), _network.Now);

    void IIceSink.Send(TransportAddress local, TransportAddress remote, ReadOnlySpan<byte> packet) =>
        _network.Send(this, local, remote, packet);

    void IIceSink.StateChanged(IceState state, string? reason)
    {
        States.Add(state);
        Reason = reason;
    }

    void IIceSink.SelectedPairChanged(TransportAddress local, TransportAddress remote) => Selected = (local, remote);

    void IIceSink.RouteOpened(TransportAddress local, TransportAddress remote) =>
        Assert.True(Routes.Add((local, remote)));

    void IIceSink.RouteClosed(TransportAddress local, TransportAddress remote) =>
        Assert.True(Routes.Remove((local, remote)));

    private static IceCandidate Candidate(IceCandidateType type, TransportAddress address, TransportAddress local) =>
        new()
        {
            Type = type,
            Address = address,
            Base = local,
            Priority = IcePriority.OfCandidate(type, 65535),
            Foundation = $"{(int)type}",
        };
}
