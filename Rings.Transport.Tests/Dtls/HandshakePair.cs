using Rings.Transport.Dtls;
using Rings.Transport.Dtls.BouncyCastle;

namespace Rings.Transport.Tests.Dtls;

/// <summary>A client and a server that shake hands over a wire in memory, which may drop or alter datagrams.</summary>
internal sealed class HandshakePair : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly BouncyCastleHandshaker _handshaker;

    public HandshakePair(TimeProvider? clock = null, Func<DtlsRole, byte[], byte[]?>? wire = null)
    {
        _handshaker = new BouncyCastleHandshaker(clock ?? TimeProvider.System);
        Wire = wire ?? ((_, datagram) => datagram);
        ClientCertificate = DtlsCertificate.Create(TimeProvider.System);
        ServerCertificate = DtlsCertificate.Create(TimeProvider.System);
        Client = new Side(this, DtlsRole.Client);
        Server = new Side(this, DtlsRole.Server);
    }

    /// <summary>What becomes of a datagram that this role sent; null: lost.</summary>
    public Func<DtlsRole, byte[], byte[]?> Wire { get; }

    public DtlsCertificate ClientCertificate { get; }

    public DtlsCertificate ServerCertificate { get; }

    public Side Client { get; }

    public Side Server { get; }

    public void Start(DtlsCertificate? expectedOfServer = null, DtlsCertificate? expectedOfClient = null)
    {
        Server.Handshake = _handshaker.Start(
            Request(DtlsRole.Server, ServerCertificate, expectedOfClient ?? ClientCertificate), Server);
        Client.Handshake = _handshaker.Start(
            Request(DtlsRole.Client, ClientCertificate, expectedOfServer ?? ServerCertificate), Client);
    }

    public async Task<(DtlsHandshakeResult Client, DtlsHandshakeResult Server)> CompleteAsync()
    {
        Start();
        return (await Client.Done.Task.WaitAsync(Deadline), await Server.Done.Task.WaitAsync(Deadline));
    }

    public void Dispose()
    {
        _handshaker.Dispose();
        ClientCertificate.Dispose();
        ServerCertificate.Dispose();
    }

    private static DtlsHandshakeRequest Request(DtlsRole role, DtlsCertificate own, DtlsCertificate remote) =>
        new(role, own, [remote.Sha256], 1200, Deadline);

    internal sealed class Side(HandshakePair pair, DtlsRole role) : IDtlsHandshakeSink, IDtlsSink
    {
        private DtlsSession? _session;
        private int _clock;

        public IDtlsHandshake? Handshake { get; set; }

        public TaskCompletionSource<DtlsHandshakeResult> Done { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<byte[]> Sent { get; } = [];

        // As in a connection: the handshake first, then the session that repeats the final flight.
        public void Receive(byte[] datagram)
        {
            if (_session is { } session)
                session.Receive(datagram, new byte[2048], TimeSpan.FromMilliseconds(_clock += 300));
            else
                Handshake?.Receive(datagram);
        }

        public void OnHandshakeDatagram(ReadOnlySpan<byte> datagram)
        {
            lock (Sent)
                Sent.Add(datagram.ToArray());
            var arrived = pair.Wire(role, datagram.ToArray());
            if (arrived is not null)
                (role == DtlsRole.Client ? pair.Server : pair.Client).Receive(arrived);
        }

        public void OnHandshakeDone(DtlsHandshakeResult result)
        {
            _session = new DtlsSession(result, this);
            Done.TrySetResult(result);
        }

        public void SendDtls(ReadOnlySpan<byte> datagram) => OnHandshakeDatagram(datagram);

        public void OnDtlsData(ReadOnlySpan<byte> data)
        {
            // The handshake is what is tested here.
        }

        public void OnDtlsClosed(string reason) => Done.TrySetException(new IOException(reason));

        public void OnHandshakeFailed(string reason) => Done.TrySetException(new IOException(reason));
    }
}
