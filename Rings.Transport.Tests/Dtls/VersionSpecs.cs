using System.Buffers.Binary;
using Rings.Transport.Dtls;

namespace Rings.Transport.Tests.Dtls;

public sealed class VersionSpecs
{
    private const int BodyOffset = DtlsRecord.HeaderSize + 12;

    // RFC 8446, section 4.2.1: supported_versions with DTLS 1.3 (0xFEFC) alone.
    private static readonly byte[] OnlyDtls13 = [0x00, 0x2B, 0x00, 0x03, 0x02, 0xFE, 0xFC];

    [Fact]
    public async Task A_client_that_speaks_DTLS_1_3_only_is_refused_with_that_reason()
    {
        using var pair = new HandshakePair(wire: (role, datagram) =>
            role == DtlsRole.Client && IsClientHello(datagram) ? WithExtension(datagram) : datagram);
        pair.Start();

        var refused = await Assert.ThrowsAsync<IOException>(() => pair.Server.Done.Task);
        var told = await Assert.ThrowsAsync<IOException>(() => pair.Client.Done.Task);

        Assert.Contains("does not speak DTLS 1.2", refused.Message, StringComparison.Ordinal);
        Assert.Contains("does not speak DTLS 1.2", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_without_the_extended_master_secret_is_refused()
    {
        // RFC 7627, section 5.1: extension 23, empty. Renamed to one that nobody knows.
        byte[] wanted = [0x00, 0x17, 0x00, 0x00];
        using var pair = new HandshakePair(wire: (role, datagram) =>
        {
            var at = datagram.AsSpan().IndexOf(wanted);
            if (role == DtlsRole.Client && IsClientHello(datagram) && at > 0)
                datagram[at] = 0x7A;
            return datagram;
        });
        pair.Start();

        await Assert.ThrowsAsync<IOException>(() => pair.Server.Done.Task);
        await Assert.ThrowsAsync<IOException>(() => pair.Client.Done.Task);
    }

    [Fact]
    public async Task A_client_that_takes_RSA_certificates_only_is_refused_with_a_hint_at_that()
    {
        // The suite C02B, ECDSA, becomes C02F, RSA.
        byte[] wanted = [0xC0, 0x2B];
        using var pair = new HandshakePair(wire: (role, datagram) =>
        {
            var at = datagram.AsSpan().IndexOf(wanted);
            if (role == DtlsRole.Client && IsClientHello(datagram) && at > 0)
                datagram[at + 1] = 0x2F;
            return datagram;
        });
        pair.Start();

        var refused = await Assert.ThrowsAsync<IOException>(() => pair.Server.Done.Task);
        var told = await Assert.ThrowsAsync<IOException>(() => pair.Client.Done.Task);

        Assert.Contains("RSA certificate", refused.Message, StringComparison.Ordinal);
        Assert.Contains("RSA certificate", told.Message, StringComparison.Ordinal);
    }

    private static bool IsClientHello(byte[] datagram) =>
        datagram.Length > BodyOffset && datagram[0] == DtlsRecord.Handshake && datagram[DtlsRecord.HeaderSize] == 1;

    private static byte[] WithExtension(byte[] hello)
    {
        byte[] longer = [.. hello, .. OnlyDtls13];
        Add(longer.AsSpan(11));
        Add(longer.AsSpan(DtlsRecord.HeaderSize + 2));
        Add(longer.AsSpan(DtlsRecord.HeaderSize + 10));
        Add(longer.AsSpan(ExtensionsLength(hello)));
        return longer;
    }

    private static void Add(Span<byte> length) => BinaryPrimitives.WriteUInt16BigEndian(
        length, (ushort)(BinaryPrimitives.ReadUInt16BigEndian(length) + OnlyDtls13.Length));

    // Version, random, session id, cookie, suites, compression methods; then the extensions.
    private static int ExtensionsLength(byte[] hello)
    {
        var at = BodyOffset + 34;
        at += 1 + hello[at];
        at += 1 + hello[at];
        at += 2 + BinaryPrimitives.ReadUInt16BigEndian(hello.AsSpan(at));
        return at + 1 + hello[at];
    }
}
