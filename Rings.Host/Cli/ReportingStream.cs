using Rings.Actors.Public;

namespace Rings.Host.Cli;

/// <summary>Reads a file, or a pipe, and tells how far the reader is.</summary>
/// <param name="inner">What is read.</param>
/// <param name="report">Told how many bytes were read.</param>
internal sealed class ReportingStream(Stream inner, Action<long>? report) : OnwardStream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanWrite => false;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        report?.Invoke(_read += read);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
