using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Rings.Actors.Public;
using Rings.Protocol.Entrance;

namespace Rings.AspNetCore.Tls;

/// <summary>How a caller's bytes come: as they are, or in TLS that ends here; and from where, if an entrance said so.</summary>
internal sealed class CallerWay : IDuplexPipe, ITlsConnectionFeature, ITlsApplicationProtocolFeature, IAsyncDisposable
{
    private readonly SslStream? _tls;

    /// <summary>Bytes as they are.</summary>
    public CallerWay(RingsStream stream, ProxyHeader? said = null) =>
        (Input, Output, Said) = (stream.Input, stream.Output, said);

    /// <summary>Bytes in TLS.</summary>
    public CallerWay(RingsStream stream, SslStream tls, ProxyHeader? said)
    {
        (_tls, Said) = (tls, said);
        Input = PipeReader.Create(tls, new StreamPipeReaderOptions(leaveOpen: true));
        Output = PipeWriter.Create(new TlsOutput(tls, stream));
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    /// <summary>Who connected to the entrance; null: nobody said.</summary>
    public ProxyHeader? Said { get; }

    /// <summary>Whether it is TLS.</summary>
    public bool IsTls => _tls is not null;

    public ReadOnlyMemory<byte> ApplicationProtocol => _tls?.NegotiatedApplicationProtocol.Protocol ?? default;

    /// <summary>None is asked for.</summary>
    public X509Certificate2? ClientCertificate { get; set; }

    public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult<X509Certificate2?>(null);

    public ValueTask DisposeAsync() => _tls?.DisposeAsync() ?? ValueTask.CompletedTask;
}
