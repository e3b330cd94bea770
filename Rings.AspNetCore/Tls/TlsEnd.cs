using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Entrance;

namespace Rings.AspNetCore.Tls;

/// <summary>
/// Where the TLS of a service's callers ends: in front of its target, with a certificate of the service's owner. So an
/// entrance between carries what it cannot read. An edge: it reads and writes streams.
/// </summary>
/// <param name="certificate">The certificate at present, with its chain.</param>
/// <param name="entrances">Callers that say first, by the PROXY protocol, for whom they call.</param>
/// <param name="isHttp">Whether HTTP is spoken inside; callers of the ring may speak it without TLS, too.</param>
internal sealed class TlsEnd(Func<SslStreamCertificateContext> certificate, ImmutableHashSet<Did> entrances, bool isHttp)
{
    private const byte Handshake = 22;

    /// <summary>Whether some callers say for whom they call.</summary>
    public bool IsTold => !entrances.IsEmpty;

    /// <summary>Takes off what stands before a caller's own bytes, TLS among it.</summary>
    /// <param name="stream">His stream.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="AuthenticationException">TLS did not come about: he does not like the certificate, say.</exception>
    /// <exception cref="IOException">He broke off.</exception>
    /// <exception cref="ProtocolException">He said no header of the PROXY protocol, and has to.</exception>
    public async Task<CallerWay> BeginAsync(RingsStream stream, CancellationToken cancel)
    {
        var said = entrances.Contains(stream.Peer) ? await SaidAsync(stream.Input, cancel).ConfigureAwait(false) : null;
        if (isHttp && !await SpeaksTlsAsync(stream.Input, cancel).ConfigureAwait(false)) return new CallerWay(stream, said);
        var tls = new SslStream(stream.AsStream(), leaveInnerStreamOpen: true);
        try
        {
            await tls.AuthenticateAsServerAsync(Options(), cancel).ConfigureAwait(false);
            return new CallerWay(stream, tls, said);
        }
        catch (Exception)
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private SslServerAuthenticationOptions Options() => new()
    {
        ServerCertificateContext = certificate(),
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ApplicationProtocols = isHttp ? [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11] : null,
    };

    private static async Task<ProxyHeader> SaidAsync(PipeReader input, CancellationToken cancel)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancel).ConfigureAwait(false);
            var bytes = new byte[(int)Math.Min(read.Buffer.Length, ProxyHeader.MaxBytes)];
            System.Buffers.BuffersExtensions.CopyTo(read.Buffer.Slice(0, bytes.Length), bytes);
            ProxyHeader.Read(bytes, out var header, out var taken);
            input.AdvanceTo(read.Buffer.GetPosition(taken), header is null ? read.Buffer.End : read.Buffer.GetPosition(taken));
            if (header is not null) return header;
            if (read.IsCompleted) throw new IOException("the caller ended within his header");
        }
    }

    private static async Task<bool> SpeaksTlsAsync(PipeReader input, CancellationToken cancel)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancel).ConfigureAwait(false);
            var isTls = !read.Buffer.IsEmpty && read.Buffer.FirstSpan[0] == Handshake;
            var isEmpty = read.Buffer.IsEmpty;
            input.AdvanceTo(read.Buffer.Start);
            if (!isEmpty || read.IsCompleted) return isTls;
        }
    }
}
