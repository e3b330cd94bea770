using System.Net;
using Rings.Transport.WebRtc;

namespace Rings.Transport.Tests.WebRtc;

public sealed class SocketPoolSpecs : IAsyncLifetime
{
    private static readonly TransportAddress One = TransportAddress.From(IPAddress.Parse("192.0.2.1"), 1000);
    private static readonly TransportAddress Two = TransportAddress.From(IPAddress.Parse("192.0.2.2"), 1000);

    private readonly WebRtcPeerConnectionFactory _factory = new(Peer.Loopback with { MaxSpareSockets = 1 });

    private SocketPool Pool => _factory.Pool;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _factory.DisposeAsync();

    [Fact]
    public void Connections_to_different_addresses_share_the_first_socket()
    {
        var first = Pool.Choose([One]);

        Assert.Same(first, Pool.Choose([Two]));
        Assert.Same(first, Pool.First);
    }

    [Fact]
    public void A_second_connection_to_one_address_takes_a_spare_socket_and_a_third_is_refused()
    {
        var first = Pool.Choose([One]);
        var second = Pool.Choose([Two, One]);

        Assert.NotSame(first, second);
        Assert.NotEqual(first.Sockets[0].LocalAddress, second.Sockets[0].LocalAddress);
        var error = Assert.Throws<InvalidOperationException>(() => Pool.Choose([One]));
        Assert.Contains("MaxSpareSockets", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_is_released_is_free_again()
    {
        var first = Pool.Choose([One]);

        first.Release([One]);

        Assert.Same(first, Pool.Choose([One]));
    }

    [Fact]
    public void An_address_claimed_twice_is_free_after_both_have_released_it()
    {
        var first = Pool.Choose([One]);
        first.Claim([One]);

        first.Release([One]);
        Assert.NotSame(first, Pool.Choose([One]));
        first.Release([One]);

        Assert.Same(first, Pool.Choose([One]));
    }

    [Fact]
    public void The_factory_s_own_address_is_never_reached_from_the_socket_that_has_it()
    {
        var own = Pool.First.Sockets[0].LocalAddress;

        Assert.NotSame(Pool.First, Pool.Choose([own]));
    }

    [Fact]
    public void An_advertised_address_is_said_instead_of_the_machine_s_own()
    {
        var options = new WebRtcOptions { AdvertisedAddresses = [IPAddress.Parse("203.0.113.5")] };

        var candidate = Assert.Single(HostCandidates.Of(Pool.First.Sockets, options));

        Assert.Equal("203.0.113.5", candidate.Address.ToIPAddress().ToString());
        Assert.Equal(Pool.First.Sockets[0].LocalAddress, candidate.Base);
        Assert.Equal(Pool.First.Sockets[0].LocalAddress.Port, candidate.Address.Port);
    }

    [Fact]
    public async Task A_wildcard_socket_says_no_loopback_and_no_link_local_address()
    {
        await using var factory = new WebRtcPeerConnectionFactory();

        Assert.All(factory.Pool.First.HostCandidates, candidate =>
        {
            Assert.False(candidate.Address.IsLoopback);
            Assert.False(candidate.Address.IsIPv6 && candidate.Address.IsLinkLocal);
            Assert.True(candidate.Base.IsUnspecified);
        });
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_error_that_says_so()
    {
        var taken = Pool.First.Sockets[0].LocalAddress.Port;
        await using var factory = new WebRtcPeerConnectionFactory(Peer.Loopback with { Port = taken });
        await using var peer = new Peer(factory);

        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => peer.Connection.CreateOfferAsync().AsTask());
    }

    [Fact]
    public void One_connection_more_than_allowed_is_refused()
    {
        var factory = new WebRtcPeerConnectionFactory(Peer.Loopback with { MaxConnections = 1 });
        _ = new Peer(factory);

        Assert.Throws<InvalidOperationException>(() => new Peer(factory));
    }
}
