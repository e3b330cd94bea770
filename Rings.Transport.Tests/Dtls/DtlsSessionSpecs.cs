using Rings.Transport.Dtls;

namespace Rings.Transport.Tests.Dtls;

public sealed class DtlsSessionSpecs
{
    private static readonly DtlsKeys Left = new(new byte[16], [1, 1, 1, 1], Filled(16, 7), [2, 2, 2, 2]);
    private static readonly DtlsKeys Right = new(Left.ReadKey, Left.ReadIv, Left.WriteKey, Left.WriteIv);
    private static readonly byte[] Flight = [1, 2, 3];

    // A ClientHello's first bytes: a handshake record of epoch 0.
    private static readonly byte[] RepeatedHandshake = [22, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 16];

    [Fact]
    public void Data_passes_from_side_to_side()
    {
        var (client, server) = (new Side(Left), new Side(Right));

        client.Send([1, 2, 3, 4]);
        server.Take(client.Sent);

        Assert.Equal([[1, 2, 3, 4]], server.Data);
    }

    [Fact]
    public void Several_records_in_one_datagram_are_all_taken()
    {
        var (client, server) = (new Side(Left), new Side(Right));

        client.Send([1]);
        client.Send([2]);
        server.Take([[.. client.Sent[0], .. client.Sent[1]]]);

        Assert.Equal([[1], [2]], server.Data);
    }

    [Fact]
    public void A_close_notify_ends_the_session_with_a_reason()
    {
        var (client, server) = (new Side(Left), new Side(Right));

        client.Session.Close();
        client.Session.Close();
        server.Take(client.Sent);

        Assert.Single(client.Sent);
        Assert.Equal("the remote side closed the connection", server.Closed);
    }

    [Fact]
    public void The_final_flight_is_repeated_when_the_client_repeats_its_own_but_not_faster_than_allowed()
    {
        var server = new Side(Right, [Flight]);

        server.Session.Receive(RepeatedHandshake, new byte[2048], TimeSpan.FromSeconds(1));
        server.Session.Receive(RepeatedHandshake, new byte[2048], TimeSpan.FromSeconds(1.1));
        server.Session.Receive(RepeatedHandshake, new byte[2048], TimeSpan.FromSeconds(1.3));

        Assert.Equal([Flight, Flight], server.Sent);
        Assert.Equal(1, server.Session.Dropped);
    }

    [Fact]
    public void After_the_first_data_of_the_client_the_final_flight_is_forgotten()
    {
        var (client, server) = (new Side(Left), new Side(Right, [Flight]));
        client.Send([1]);
        server.Take(client.Sent);

        server.Session.Receive(RepeatedHandshake, new byte[2048], TimeSpan.FromSeconds(1));

        Assert.Empty(server.Sent);
    }

    [Fact]
    public void Hostile_bytes_are_dropped_and_counted()
    {
        var server = new Side(Right);
        var random = new Random(3);
        for (var i = 0; i < 5000; i++)
        {
            var bytes = new byte[random.Next(80)];
            random.NextBytes(bytes);
            if (bytes.Length > 4 && i % 2 == 0)
                (bytes[1], bytes[2], bytes[3], bytes[4]) = (0xFE, 0xFD, 0, 1);
            server.Session.Receive(bytes, new byte[2048], TimeSpan.Zero);
        }

        Assert.Empty(server.Data);
        Assert.Null(server.Closed);
    }

    private static byte[] Filled(int count, byte value) => [.. Enumerable.Repeat(value, count)];

    private sealed class Side : IDtlsSink
    {
        public Side(DtlsKeys keys, IReadOnlyList<byte[]>? finalFlight = null) => Session = new DtlsSession(
            new DtlsHandshakeResult(keys, 1, [0], finalFlight ?? [], []), this);

        public DtlsSession Session { get; }

        public List<byte[]> Sent { get; } = [];

        public List<byte[]> Data { get; } = [];

        public string? Closed { get; private set; }

        public void Send(byte[] message)
        {
            var record = new byte[message.Length + DtlsRecordLayer.Overhead];
            message.CopyTo(record, DtlsRecordLayer.ContentOffset);
            Session.Seal(record, message.Length);
            Sent.Add(record);
        }

        public void Take(IEnumerable<byte[]> datagrams)
        {
            foreach (var datagram in datagrams)
                Session.Receive(datagram, new byte[2048], TimeSpan.Zero);
        }

        public void SendDtls(ReadOnlySpan<byte> datagram) => Sent.Add(datagram.ToArray());

        public void OnDtlsData(ReadOnlySpan<byte> data) => Data.Add(data.ToArray());

        public void OnDtlsClosed(string reason) => Closed = reason;
    }
}
