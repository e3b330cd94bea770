using Rings.Actors.Public;

namespace Rings.Host.Gateway;

/// <summary>Lets a part of what is written through, and says when it had enough.</summary>
/// <param name="output">Takes the part.</param>
/// <param name="skip">Bytes before it.</param>
/// <param name="length">Bytes of it.</param>
/// <param name="onWhole">Called once all of it was written; what comes then is dropped.</param>
internal sealed class PartStream(Stream output, long skip, long length, Action onWhole) : OnwardStream
{
    private long _skip = skip;
    private long _left = length;

    /// <summary>Whether all of the part was written.</summary>
    public bool IsWhole => _left == 0;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsWhole) return;
        var skipped = (int)Math.Min(_skip, buffer.Length);
        _skip -= skipped;
        var part = buffer[skipped..];
        if (part.Length > _left) part = part[..(int)_left];
        if (part.IsEmpty) return;
        await output.WriteAsync(part, cancellationToken);
        _left -= part.Length;
        if (IsWhole) onWhole();
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => output.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
