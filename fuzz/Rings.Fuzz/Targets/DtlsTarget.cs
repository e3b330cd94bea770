using Rings.Transport.Dtls;

namespace Rings.Fuzz.Targets;

/// <summary>Datagrams from the network for a session that is up, and for the gate in front of the handshake.</summary>
internal sealed class DtlsTarget : IFuzzTarget
{
    private static readonly DtlsKeys Keys = new(new byte[16], [1, 1, 1, 1], new byte[16], [1, 1, 1, 1]);

    public string Name => "dtls";

    public int MaxBytes => 2048;

    public long MaxAllocatedBytes => 256 * 1024;

    public IEnumerable<byte[]> Seeds()
    {
        using var layer = new DtlsRecordLayer(Keys, 0, []);
        var record = new byte[100];
        var size = layer.Seal(DtlsRecord.ApplicationData, record, 40);
        var alert = new byte[100];
        var alertSize = layer.Seal(DtlsRecord.Alert, alert, 2);
        return
        [
            record[..size],
            [.. alert[..alertSize], .. record[..size]],
            [22, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 1, 0, 14, 15, 0, 0, 2, 0, 3, 0, 0, 0, 0, 0, 2, 7, 7],
            [20, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 1],
        ];
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        using var session = new DtlsSession(new DtlsHandshakeResult(Keys, 0, [], [[1, 2, 3]], []), new Nobody());
        Span<byte> scratch = stackalloc byte[2048];
        session.Receive(input, scratch, TimeSpan.Zero);

        var gate = new CertificateVerifyGate();
        while (DtlsRecord.TryTake(ref input, out var record))
            gate.Admit(record);
        while (gate.TryRelease(out _))
        {
            // Each held record comes out once.
        }
    }

    private sealed class Nobody : IDtlsSink
    {
        public void SendDtls(ReadOnlySpan<byte> datagram)
        {
            // What is sent does not matter here.
        }

        public void OnDtlsData(ReadOnlySpan<byte> data)
        {
            // Nor what was authentic.
        }

        public void OnDtlsClosed(string reason)
        {
            // Nor that it ended.
        }
    }
}
