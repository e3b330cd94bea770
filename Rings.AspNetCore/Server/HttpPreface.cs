using System.Buffers;
using System.IO.Pipelines;

namespace Rings.AspNetCore.Server;

/// <summary>
/// Tells HTTP/2 by prior knowledge from the rest, as its client has to begin with <c>PRI * HTTP/2.0</c> (RFC 9113, 3.4): a
/// method that is kept for this. Nothing is taken from what was sent; the server reads it again.
/// </summary>
internal static class HttpPreface
{
    private static ReadOnlySpan<byte> Begin => "PRI * HTTP/2.0\r\n"u8;

    /// <summary>Waits for as many bytes as it takes to tell.</summary>
    /// <returns>What is spoken; null: the other end has ended before it said anything.</returns>
    public static async Task<HttpVersionSpoken?> ReadAsync(PipeReader input, CancellationToken cancel)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancel).ConfigureAwait(false);
            var spoken = Judge(read.Buffer);
            var isOver = spoken is not null || read.IsCompleted;
            // Examined means: wake me when there is more than that.
            input.AdvanceTo(read.Buffer.Start, isOver ? read.Buffer.Start : read.Buffer.End);
            if (isOver) return spoken ?? (read.Buffer.IsEmpty ? null : HttpVersionSpoken.One);
        }
    }

    /// <summary>What begins like that; null: it is too short to tell.</summary>
    private static HttpVersionSpoken? Judge(ReadOnlySequence<byte> buffer)
    {
        Span<byte> first = stackalloc byte[Begin.Length];
        var length = (int)Math.Min(buffer.Length, Begin.Length);
        buffer.Slice(0, length).CopyTo(first);
        if (!Begin.StartsWith(first[..length])) return HttpVersionSpoken.One;
        return length == Begin.Length ? HttpVersionSpoken.Two : null;
    }
}
