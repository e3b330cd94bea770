using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Rings.Host.Gateway;

/// <summary>A part of a file that a request asks for (RFC 9110, 14).</summary>
/// <param name="From">Its first byte.</param>
/// <param name="Length">How many; 0: no byte of the file is asked for.</param>
internal sealed record ByteRange(long From, long Length)
{
    /// <summary>Whether the file has such bytes.</summary>
    public bool IsSatisfiable => Length > 0;

    /// <summary>What a request asks for.</summary>
    /// <param name="headers">Its headers.</param>
    /// <param name="tag">The file's own tag.</param>
    /// <param name="size">The file's bytes.</param>
    /// <returns>Null: the whole file. So are several ranges at once, and ranges of another version.</returns>
    public static ByteRange? Of(RequestHeaders headers, EntityTagHeaderValue tag, long size)
    {
        if (headers.Range is not { Unit.Value: "bytes", Ranges: { Count: 1 } ranges }) return null;
        if (headers.IfRange is { } condition && condition.EntityTag?.Compare(tag, useStrongComparison: true) != true) return null;
        var asked = ranges.Single();
        var from = asked.From ?? Math.Max(0, size - asked.To!.Value);
        var last = asked.From is null ? size - 1 : Math.Min(asked.To ?? size - 1, size - 1);
        return new ByteRange(from, Math.Max(0, last - from + 1));
    }
}
