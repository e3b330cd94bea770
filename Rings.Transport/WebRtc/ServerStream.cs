using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Rings.Transport.Ice;

namespace Rings.Transport.WebRtc;

/// <summary>The connection to one TURN server, over TCP or TLS (RFC 8656, section 3.1).</summary>
/// <param name="server">The server.</param>
/// <param name="options">Whom it is to be vouched for by, and how long it may take to be reached.</param>
/// <param name="clock">Measures that.</param>
/// <param name="received">Called with what arrives; the bytes are valid during the call.</param>
internal sealed class ServerStream(
    IceServer server, WebRtcOptions options, TimeProvider clock, Action<ServerStream, ReadOnlyMemory<byte>> received)
    : IDisposable
{
    private const int MaxQueued = 1024;
    private const int WriteSize = 64 * 1024;

    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<byte[]> _outgoing = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(MaxQueued) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public IceServer Server => server;

    /// <summary>Queues bytes; what does not fit is lost, as a datagram might be.</summary>
    public void Send(ReadOnlySpan<byte> bytes) => _outgoing.Writer.TryWrite(bytes.ToArray());

    /// <summary>Runs the connection until either side ends it.</summary>
    public async Task RunAsync(Action<ServerStream> opened, Action<ServerStream> closed)
    {
        try
        {
            using var client = new TcpClient { NoDelay = true };
            await using var stream = await ConnectAsync(client).ConfigureAwait(false);
            opened(this);
            var writing = WriteAsync(stream);
            await ReadAsync(stream).ConfigureAwait(false);
            await _stop.CancelAsync().ConfigureAwait(false);
            await writing.ConfigureAwait(false);
        }
        catch (Exception error) when (
            error is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            // Down is down: the gatherer hears it below.
        }
        finally
        {
            closed(this);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Cancel();

    private async Task<Stream> ConnectAsync(TcpClient client)
    {
        using var deadline = new CancellationTokenSource(options.ConnectDeadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, deadline.Token);
        await client.ConnectAsync(server.Address.ToIPEndPoint(), either.Token).ConfigureAwait(false);
        if (server.Kind != IceServerKind.TurnTls)
            return client.GetStream();

        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(Authentication(), either.Token).ConfigureAwait(false);
        return stream;
    }

    // The platform checks the certificate's name, times and authorities; nothing here can say yes in its place.
    private SslClientAuthenticationOptions Authentication()
    {
        var authentication = new SslClientAuthenticationOptions { TargetHost = server.Host };
        if (options.ServerAuthorities.Count == 0)
            return authentication;

        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        foreach (var authority in options.ServerAuthorities)
            policy.CustomTrustStore.Add(authority);
        authentication.CertificateChainPolicy = policy;
        return authentication;
    }

    private async Task ReadAsync(Stream stream)
    {
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, _stop.Token).ConfigureAwait(false) is var size and > 0)
            received(this, buffer.AsMemory(0, size));
    }

    // What waits leaves in one write: a burst of packets is one trip into the system.
    private async Task WriteAsync(Stream stream)
    {
        var buffer = new byte[WriteSize];
        try
        {
            while (await _outgoing.Reader.WaitToReadAsync(_stop.Token).ConfigureAwait(false))
                await stream.WriteAsync(buffer.AsMemory(0, Gather(buffer)), _stop.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
        }
    }

    private int Gather(byte[] buffer)
    {
        var size = 0;
        while (_outgoing.Reader.TryPeek(out var bytes) && bytes.Length <= buffer.Length - size)
        {
            _outgoing.Reader.TryRead(out _);
            bytes.CopyTo(buffer.AsSpan(size));
            size += bytes.Length;
        }

        return size;
    }
}
