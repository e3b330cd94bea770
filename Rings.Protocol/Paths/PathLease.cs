using Rings.Protocol.Wire;

namespace Rings.Protocol.Paths;

/// <summary>
/// One path's place at a node, charged to the link that opened it, with what its windows have grown to.
/// </summary>
/// <remarks>Safe for use by several threads: the two links of a path share it.</remarks>
internal sealed class PathLease
{
    private readonly PathPlaces _places;
    private long _usedAt;

    internal PathLease(PathPlaces places, TransactionId id, Did from, Did to, object? holder, Instant now)
    {
        _places = places;
        (Id, From, To, Holder) = (id, from, to, holder);
        _usedAt = now.UnixMicroseconds;
        IsAsked = true;
    }

    /// <summary>The path.</summary>
    public TransactionId Id { get; }

    /// <summary>The link that opened it, by its other end; the node itself for its own paths.</summary>
    public Did From { get; }

    /// <summary>The link that it goes on by; the node itself where it ends.</summary>
    public Did To { get; }

    /// <summary>Whom the host tells when the place is taken away.</summary>
    public object? Holder { get; }

    /// <summary>Whether nobody has accepted the path yet.</summary>
    public bool IsAsked { get; internal set; }

    /// <summary>Whether the place is still taken.</summary>
    public bool IsHeld => _places.Holds(this);

    /// <summary>When a packet passed last.</summary>
    public Instant UsedAt => new(Volatile.Read(ref _usedAt));

    /// <summary>A packet passes.</summary>
    public void Use(Instant now) => Volatile.Write(ref _usedAt, now.UnixMicroseconds);

    /// <summary>The path is accepted.</summary>
    public void Accepted() => _places.Accepted(this);

    /// <summary>The path is over. A second call does nothing.</summary>
    public void Release() => _places.Release(this);

    /// <summary>A window is to grow by so many bytes.</summary>
    /// <returns>False where the link that opened the path, or the node, has promised too much already.</returns>
    public bool TryGrow(long bytes) => bytes == 0 || _places.TryGrow(From, bytes);

    /// <summary>A window has shrunk by so many bytes.</summary>
    public void Shrink(long bytes)
    {
        if (bytes != 0) _places.Shrink(From, bytes);
    }
}
