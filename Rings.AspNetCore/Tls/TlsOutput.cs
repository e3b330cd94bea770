using System.Net.Security;
using Rings.Actors.Public;

namespace Rings.AspNetCore.Tls;

/// <summary>
/// The writing side of a caller's TLS. Closing it says so to the caller in TLS (<c>close_notify</c>), and ends that direction
/// of the stream: the half close that the other side waits for.
/// </summary>
/// <param name="tls">TLS.</param>
/// <param name="stream">The stream below it.</param>
internal sealed class TlsOutput(SslStream tls, RingsStream stream) : Stream
{
    private int _isClosed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => tls.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => tls.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => tls.Write(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        tls.WriteAsync(buffer, cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0) return;
        try
        {
            await tls.ShutdownAsync().ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            // The caller has gone, and hears nothing more.
        }

        await stream.Output.CompleteAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _isClosed, 1) == 0) stream.Output.Complete();
        base.Dispose(disposing);
    }
}
