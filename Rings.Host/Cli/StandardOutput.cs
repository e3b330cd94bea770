using Microsoft.Win32.SafeHandles;
using Rings.Actors.Public;

namespace Rings.Host.Cli;

/// <summary>Standard output as bytes, whose closing is seen by whoever reads it: what .NET gives stays open to the end.</summary>
internal sealed class StandardOutput : OnwardStream
{
    private readonly Stream _inner = Console.OpenStandardOutput();
    private bool _isClosed;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override void Flush() => _inner.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => _inner.Write(buffer, offset, count);

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => _inner.Write(buffer);

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _inner.WriteAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isClosed)
        {
            _isClosed = true;
            _inner.Dispose();
            // Descriptor 1, for good: nothing else is written to it by a command that carries bytes.
            if (!OperatingSystem.IsWindows()) new SafeFileHandle(1, ownsHandle: true).Dispose();
        }

        base.Dispose(disposing);
    }
}
