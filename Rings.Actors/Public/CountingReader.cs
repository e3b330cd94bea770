using System.Buffers;
using System.IO.Pipelines;

namespace Rings.Actors.Public;

/// <summary>A pipe's reader that says how much was consumed, and when it is done with.</summary>
/// <param name="inner">The pipe's own reader.</param>
/// <param name="pipes">What is told.</param>
internal sealed class CountingReader(PipeReader inner, StreamPipes pipes) : PipeReader
{
    private ReadOnlySequence<byte> _last;

    public override bool TryRead(out ReadResult result)
    {
        var read = inner.TryRead(out result);
        if (read) _last = result.Buffer;
        return read;
    }

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var result = await inner.ReadAsync(cancellationToken).ConfigureAwait(false);
        _last = result.Buffer;
        return result;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        var (bytes, all) = (_last.Slice(0, consumed).Length, _last.Length);
        _last = default;
        inner.AdvanceTo(consumed, examined);
        if (bytes > 0) pipes.Consumed(bytes, isAll: bytes == all);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null)
    {
        inner.Complete(exception);
        pipes.ReaderDone();
    }
}
