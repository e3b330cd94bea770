using Microsoft.Extensions.Time.Testing;
using Rings.Transport.Dtls;
using Rings.Transport.Dtls.BouncyCastle;

namespace Rings.Transport.Tests.Dtls;

public sealed class HandshakeSpecs
{
    private const byte CertificateVerify = 15;

    [Fact]
    public async Task Both_sides_derive_the_same_keys()
    {
        using var pair = new HandshakePair();

        var (client, server) = await pair.CompleteAsync();

        Assert.Equal(client.Keys.WriteKey, server.Keys.ReadKey);
        Assert.Equal(client.Keys.WriteIv, server.Keys.ReadIv);
        Assert.Equal(client.Keys.ReadKey, server.Keys.WriteKey);
        Assert.Equal(16, client.Keys.WriteKey.Length);
        Assert.Equal(4, client.Keys.WriteIv.Length);
        Assert.Equal([client.NextSequence - 1], server.Received);
        Assert.Equal([server.NextSequence - 1], client.Received);
    }

    [Fact]
    public async Task Each_flight_leaves_in_as_few_datagrams_as_fit()
    {
        using var pair = new HandshakePair();

        await pair.CompleteAsync();

        Assert.All(pair.Client.Sent.Concat(pair.Server.Sent), datagram => Assert.InRange(datagram.Length, 1, 1200));
        Assert.InRange(pair.Client.Sent.Count, 2, 5);
        Assert.InRange(pair.Server.Sent.Count, 2, 5);
    }

    [Fact]
    public async Task A_server_certificate_with_another_fingerprint_is_refused()
    {
        using var pair = new HandshakePair();
        pair.Start(expectedOfServer: pair.ClientCertificate);

        var error = await Assert.ThrowsAsync<IOException>(() => pair.Client.Done.Task);

        Assert.Contains("not the one its description names", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => pair.Server.Done.Task);
    }

    [Fact]
    public async Task A_client_certificate_with_another_fingerprint_is_refused()
    {
        using var pair = new HandshakePair();
        pair.Start(expectedOfClient: pair.ServerCertificate);

        var error = await Assert.ThrowsAsync<IOException>(() => pair.Server.Done.Task);

        Assert.Contains("not the one its description names", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => pair.Client.Done.Task);
    }

    [Fact]
    public async Task A_lost_CertificateVerify_does_not_block_the_server_for_ever()
    {
        var dropped = false;
        using var pair = new HandshakePair(wire: (role, datagram) =>
        {
            if (role != DtlsRole.Client || dropped)
                return datagram;
            var kept = Without(datagram, CertificateVerify);
            dropped = kept.Length < datagram.Length;
            return kept;
        });

        var (client, server) = await pair.CompleteAsync();

        Assert.True(dropped);
        Assert.Equal(client.Keys.WriteKey, server.Keys.ReadKey);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_datagram_of_either_side_may_be_lost_once(bool client)
    {
        var lost = new HashSet<int>();
        var count = 0;
        using var pair = new HandshakePair(wire: (role, datagram) =>
            role == DtlsRole.Client == client && Interlocked.Increment(ref count) % 2 == 1 && lost.Add(count)
                ? null
                : datagram);

        var results = await pair.CompleteAsync();

        Assert.NotEmpty(lost);
        Assert.Equal(results.Client.Keys.WriteKey, results.Server.Keys.ReadKey);
    }

    [Fact]
    public async Task A_handshake_without_an_answer_ends_at_its_deadline()
    {
        var clock = new FakeTimeProvider();
        using var pair = new HandshakePair(clock, (_, _) => null);
        pair.Start();

        clock.Advance(TimeSpan.FromSeconds(30));

        var error = await Assert.ThrowsAsync<IOException>(() => pair.Client.Done.Task);
        Assert.Contains("took too long", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => pair.Server.Done.Task);
    }

    [Fact]
    public async Task A_server_waits_for_its_first_datagram_without_a_thread()
    {
        using var handshaker = new BouncyCastleHandshaker(TimeProvider.System);
        using var certificate = DtlsCertificate.Create(TimeProvider.System);
        using var pair = new HandshakePair();
        var request = new DtlsHandshakeRequest(
            DtlsRole.Server, certificate, [certificate.Sha256], 1200, TimeSpan.FromMinutes(1));

        var handshake = handshaker.Start(request, pair.Server);

        Assert.Equal(0, handshaker.Threads);
        handshake.Cancel();
        await pair.CompleteAsync();
    }

    [Fact]
    public void One_handshake_more_than_the_queue_holds_fails_at_once()
    {
        using var handshaker = new BouncyCastleHandshaker(TimeProvider.System, maxThreads: 0, maxQueued: 1);
        using var certificate = DtlsCertificate.Create(TimeProvider.System);
        using var pair = new HandshakePair();
        var request = new DtlsHandshakeRequest(
            DtlsRole.Client, certificate, [certificate.Sha256], 1200, TimeSpan.FromMinutes(1));

        handshaker.Start(request, pair.Client);
        handshaker.Start(request, pair.Server);

        Assert.False(pair.Client.Done.Task.IsCompleted);
        var error = Assert.IsType<IOException>(pair.Server.Done.Task.Exception?.InnerException);
        Assert.Contains("too many", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Garbage_before_and_between_the_flights_changes_nothing()
    {
        var random = new Random(7);
        using var pair = new HandshakePair(wire: (_, datagram) =>
        {
            var garbage = new byte[random.Next(40)];
            random.NextBytes(garbage);
            return [.. datagram, .. garbage];
        });

        var (client, server) = await pair.CompleteAsync();

        Assert.Equal(client.Keys.WriteKey, server.Keys.ReadKey);
    }

    [Fact]
    public async Task Application_data_that_overtakes_the_last_flight_is_kept()
    {
        byte[] early = [DtlsRecord.ApplicationData, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 0, 9, 0, 1, 42];
        using var pair = new HandshakePair(
            wire: (role, datagram) => role == DtlsRole.Server ? [.. early, .. datagram] : datagram);

        var (client, _) = await pair.CompleteAsync();

        Assert.Equal(early, client.EarlyRecords[0]);
    }

    // The datagram without its records of one handshake message.
    private static byte[] Without(byte[] datagram, byte messageType)
    {
        var kept = new List<byte>();
        ReadOnlySpan<byte> rest = datagram;
        while (DtlsRecord.TryTake(ref rest, out var record))
        {
            if (record.ContentType != DtlsRecord.Handshake || record.Epoch != 0 || record.Content[0] != messageType)
                kept.AddRange(record.Whole);
        }

        return [.. kept];
    }
}
