using Org.BouncyCastle.Tls;

namespace Rings.Transport.Dtls.BouncyCastle;

/// <summary>One handshake: queued, run on a thread of the <see cref="BouncyCastleHandshaker"/>, or cancelled.</summary>
internal sealed class BouncyCastleHandshake : IDtlsHandshake
{
    private const int ResendMillis = 300;

    private readonly DtlsHandshakeRequest _request;
    private readonly IDtlsHandshakeSink _sink;
    private readonly HandshakeTransport _transport;
    private readonly ITimer _deadline;
    private Action<BouncyCastleHandshake>? _ready;
    private int _over;

    /// <param name="request">What to do.</param>
    /// <param name="sink">Whom to tell.</param>
    /// <param name="clock">For the deadline; the repeats inside are on BouncyCastle's own clock.</param>
    /// <param name="ready">Called once, when the handshake has something to do for a thread.</param>
    public BouncyCastleHandshake(
        DtlsHandshakeRequest request, IDtlsHandshakeSink sink, TimeProvider clock, Action<BouncyCastleHandshake> ready)
    {
        _request = request;
        _sink = sink;
        _transport = new HandshakeTransport(request, sink);
        _ready = ready;
        _deadline = clock.CreateTimer(
            static self => ((BouncyCastleHandshake)self!).Fail("the DTLS handshake took too long"),
            this, request.Deadline, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether a thread would find nothing to do any more.</summary>
    public bool IsOver => Volatile.Read(ref _over) != 0;

    /// <summary>Begins: a client speaks first, a server waits without a thread for the first datagram.</summary>
    public void Begin()
    {
        if (_request.Role == DtlsRole.Client)
            Interlocked.Exchange(ref _ready, null)?.Invoke(this);
    }

    public void Receive(ReadOnlySpan<byte> datagram)
    {
        _transport.Enqueue(datagram);
        if (_transport.HasReceived)
            Interlocked.Exchange(ref _ready, null)?.Invoke(this);
    }

    public void Cancel() => End();

    /// <summary>Runs the handshake on the calling thread, to its end.</summary>
    public void Run()
    {
        using var crypto = new HandshakeCrypto();
        var rules = new HandshakeRules(crypto, _request);
        try
        {
            Shake(crypto, rules);
            _transport.Flush();
            if (End())
                _sink.OnHandshakeDone(Result(crypto));
        }
        catch (Exception error) when (error is IOException or InvalidOperationException or ArgumentException)
        {
            Fail(Explain(error, rules));
        }
    }

    /// <summary>Ends it with a reason, unless it is over.</summary>
    public void Fail(string reason)
    {
        if (End())
            _sink.OnHandshakeFailed(reason);
    }

    private static string Explain(Exception error, HandshakeRules rules)
    {
        if (error is TlsFatalAlert { AlertDescription: AlertDescription.protocol_version }
            || rules.ReceivedAlert == AlertDescription.protocol_version)
            return "the remote side does not speak DTLS 1.2, the only version that this stack speaks";
        if (rules.ReceivedAlert is { } alert)
            return $"the remote side ended the DTLS handshake: {AlertDescription.GetText(alert)}{Hint(alert)}";
        return $"the DTLS handshake failed: {error.Message}{Hint((error as TlsFatalAlert)?.AlertDescription)}";
    }

    // RFC 8827, section 6.5, asks for ECDHE_ECDSA alone, and no alert names the kind of a certificate.
    private static string Hint(short? alert) => alert is AlertDescription.handshake_failure
        or AlertDescription.unsupported_certificate or AlertDescription.bad_certificate
        ? "; this stack takes ECDSA certificates only, and the other side may show an RSA certificate"
        : "";

    private void Shake(HandshakeCrypto crypto, HandshakeRules rules)
    {
        if (_request.Role == DtlsRole.Client)
            new DtlsClientProtocol().Connect(new ClientPeer(crypto, rules, ResendMillis), _transport);
        else
            new DtlsServerProtocol { VerifyRequests = true }.Accept(
                new ServerPeer(crypto, rules, ResendMillis), _transport);
    }

    private DtlsHandshakeResult Result(HandshakeCrypto crypto) => new(
        crypto.TakeKeys(),
        _transport.NextSequence,
        _transport.Received,
        _request.Role == DtlsRole.Server ? [.. _transport.FinalFlight] : [],
        _transport.TakeEarlyRecords());

    private bool End()
    {
        if (Interlocked.Exchange(ref _over, 1) != 0)
            return false;

        _deadline.Dispose();
        _transport.Abandon();
        return true;
    }
}
