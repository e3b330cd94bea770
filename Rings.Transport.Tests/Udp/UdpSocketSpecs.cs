using System.Net;
using System.Net.Sockets;
using Rings.Transport.Udp;

namespace Rings.Transport.Tests.Udp;

public sealed class UdpSocketSpecs
{
    private static readonly TimeSpan Leash = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("127.0.0.1", true, false)]
    [InlineData("127.0.0.1", false, false)]
    [InlineData("::1", true, false)]
    [InlineData("127.0.0.1", false, true)]
    [InlineData("::1", false, true)]
    public async Task A_run_arrives_as_the_datagrams_that_it_holds(string address, bool offload, bool portable)
    {
        if (IPAddress.Parse(address).AddressFamily == AddressFamily.InterNetworkV6 && !Socket.OSSupportsIPv6)
            return;
        var inbox = new Inbox(wanted: 10);
        using var receiver = Open(address, inbox, offload, portable);
        using var sender = Open(address, new Inbox(0), offload, portable);
        var run = new byte[(9 * 1000) + 77];
        new Random(1).NextBytes(run);

        sender.Send(receiver.LocalAddress, run, segmentSize: 1000);
        await inbox.Full.WaitAsync(Leash);

        Assert.Equal(run.Chunk(1000), inbox.Datagrams);
        Assert.All(inbox.Sources, source => Assert.Equal(sender.LocalAddress, source));
    }

    [Fact]
    public async Task The_portable_path_carries_the_same()
    {
        var inbox = new Inbox(wanted: 3);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var path = new PortablePath(AddressFamily.InterNetwork);
        using var owner = Open("127.0.0.1", inbox, offload: false);
        var own = TransportAddress.From((IPEndPoint)socket.LocalEndPoint!);

        path.Send(socket, own, new byte[250], segmentSize: 100);
        for (var i = 0; i < 3; i++)
            Assert.True(path.Receive(socket, owner, inbox));

        await inbox.Full.WaitAsync(Leash);
        Assert.Equal([100, 100, 50], inbox.Datagrams.Select(datagram => datagram.Length));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_closed_socket_sends_nothing_and_its_thread_has_ended(bool portable)
    {
        var socket = Open("127.0.0.1", new Inbox(0), offload: true, portable);

        socket.Dispose();
        socket.Dispose();
        socket.Send(socket.LocalAddress, [1]);

        // The port is free again, so nothing of the socket is left.
        using var again = new UdpSocket(socket.LocalAddress.ToIPEndPoint(), new Inbox(0), 1 << 16, offload: false);
        Assert.Equal(socket.LocalAddress, again.LocalAddress);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_socket_that_is_closed_while_datagrams_come_closes_without_an_error(bool portable)
    {
        using var sender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        for (var i = 0; i < 200; i++)
        {
            var inbox = new Inbox(wanted: 1);
            var socket = Open("127.0.0.1", inbox, offload: true, portable);
            var target = socket.LocalAddress.ToIPEndPoint();
            var flood = Task.Run(() =>
            {
                for (var sent = 0; sent < 200; sent++)
                    sender.SendTo([1], target);
            });
            await inbox.Full.WaitAsync(Leash);

            // What comes ends its thread's wait, which may be over before the closing side has woken it.
            socket.Dispose();
            await flood.WaitAsync(Leash);
        }
    }

    [Fact]
    public void An_address_of_the_other_family_is_out_of_reach()
    {
        using var socket = Open("127.0.0.1", new Inbox(0), offload: false);

        Assert.False(socket.Reaches(TransportAddress.From(IPAddress.IPv6Loopback, 9)));
        Assert.True(socket.Reaches(TransportAddress.From(IPAddress.Loopback, 9)));
    }

    [Theory]
    [InlineData("192.0.2.1", AddressFamily.InterNetwork)]
    [InlineData("2001:db8::1", AddressFamily.InterNetworkV6)]
    [InlineData("fe80::1%3", AddressFamily.InterNetworkV6)]
    public void A_socket_name_is_read_as_it_is_written(string address, AddressFamily family)
    {
        var written = TransportAddress.From(IPAddress.Parse(address), 40_000);
        var name = new byte[28];

        var size = SocketName.Write(written, family, name);

        Assert.Equal(written, SocketName.Read(name.AsSpan(0, size)));
    }

    private static UdpSocket Open(string address, Inbox inbox, bool offload, bool portable = false) =>
        new(new IPEndPoint(IPAddress.Parse(address), 0), inbox, 1 << 20, offload, portable);

    private sealed class Inbox(int wanted) : IDatagramSink
    {
        private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<byte[]> Datagrams { get; } = [];

        public List<TransportAddress> Sources { get; } = [];

        public Task Full => _full.Task;

        public void OnDatagram(UdpSocket socket, TransportAddress remote, ReadOnlySpan<byte> datagram)
        {
            Datagrams.Add(datagram.ToArray());
            Sources.Add(remote);
            if (Datagrams.Count == wanted)
                _full.TrySetResult();
        }

        public void OnBatchEnd()
        {
            // Nothing is answered here.
        }
    }
}
