namespace Rings.Transport.Sctp;

/// <summary>The next stream sequence number of each incoming stream, in pages that exist once they are not
/// zero.</summary>
internal sealed class SsnTable
{
    private const int PageSize = 256;

    private readonly ushort[]?[] _pages = new ushort[256][];

    /// <summary>The number expected next on a stream.</summary>
    public ushort this[ushort stream]
    {
        get => _pages[stream / PageSize]?[stream % PageSize] ?? 0;
        set => (_pages[stream / PageSize] ??= new ushort[PageSize])[stream % PageSize] = value;
    }

    /// <summary>All streams begin anew.</summary>
    public void Clear() => Array.Clear(_pages);
}
