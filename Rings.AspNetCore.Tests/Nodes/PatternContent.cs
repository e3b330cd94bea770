using System.Net;

namespace Rings.AspNetCore.Tests.Nodes;

/// <summary>A body of any length that is nowhere held whole, and that says whether it was asked for.</summary>
/// <param name="length">Its bytes.</param>
internal sealed class PatternContent(long length) : HttpContent
{
    private const int Part = 64 * 1024;

    /// <summary>Whether any of it was sent.</summary>
    public bool IsSent { get; private set; }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        IsSent = true;
        var part = new byte[Part];
        for (var at = 0L; at < length; at += part.Length)
        {
            WebApp.Fill(part, at);
            await stream.WriteAsync(part.AsMemory(0, (int)Math.Min(part.Length, length - at)));
        }
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }
}
