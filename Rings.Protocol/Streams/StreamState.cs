namespace Rings.Protocol.Streams;

/// <summary>Both directions of one stream, as one end sees them.</summary>
/// <param name="id">Its number in the set.</param>
/// <param name="protocol">What it is for.</param>
/// <param name="metadata">What its opener says to that.</param>
/// <param name="isInteractive">Whether it was opened as interactive.</param>
/// <param name="settings">The numbers.</param>
internal sealed class StreamState(
    long id, string protocol, ReadOnlyMemory<byte> metadata, bool isInteractive, StreamSettings settings)
{
    public long Id => id;

    public string Protocol => protocol;

    public ReadOnlyMemory<byte> Metadata => metadata;

    /// <summary>What is written and not acknowledged.</summary>
    public SendBuffer Out { get; } = new();

    /// <summary>How far the other end lets this one send.</summary>
    public long PeerWindow { get; set; } = settings.FirstStreamWindow;

    /// <summary>What comes, in order.</summary>
    public ReceiveBuffer In { get; } = new();

    /// <summary>How far this end lets the other send.</summary>
    public StreamWindow Window { get; } = new(settings.FirstStreamWindow, settings.LongestStreamWindow);

    /// <summary>What is to be said of it.</summary>
    public StreamNews News { get; set; }

    /// <summary>Whether it was accepted.</summary>
    public bool IsAccepted { get; set; }

    /// <summary>Whether bytes may go before it is accepted.</summary>
    public bool IsOptimistic { get; set; }

    /// <summary>The path that carries it until its OPEN is acknowledged.</summary>
    public SetPath? Pinned { get; set; }

    /// <summary>The path at which it waits for its turn.</summary>
    public SetPath? WaitsAt { get; set; }

    /// <summary>Whether it waits for the set's window.</summary>
    public bool WaitsForSet { get; set; }

    /// <summary>Whether its writer was told that there is no room.</summary>
    public bool WriterWaits { get; set; }

    /// <summary>Why it is reset by this end; null: it is not.</summary>
    public long? ResetCode { get; set; }

    /// <summary>Whether the other end has the RESET.</summary>
    public bool IsResetKnown { get; set; }

    /// <summary>Why it is not read any more; null: it is.</summary>
    public long? StopCode { get; set; }

    /// <summary>Why the other end reset it; null: it did not.</summary>
    public long? PeerReset { get; set; }

    /// <summary>Whether the application was told that nothing more comes.</summary>
    public bool IsReadEndTold { get; set; }

    /// <summary>What ended it before its time; the first cause counts.</summary>
    public (StreamEndKind Kind, long Code)? Cause { get; set; }

    /// <summary>Whether it was opened as interactive.</summary>
    public bool WasInteractive => isInteractive;

    /// <summary>Whether it is kept out of the way of bulk.</summary>
    public bool IsInteractive =>
        isInteractive && Out.Sent < settings.InteractiveBytes && In.Highest < settings.InteractiveBytes;

    /// <summary>Whether it has carried enough to be in the way of others.</summary>
    public bool IsBulk => !IsInteractive && Out.Sent + In.Highest >= settings.InteractiveBytes;

    /// <summary>Whether something interactive would wait behind bulk.</summary>
    public static bool AreMixed(IReadOnlyCollection<StreamState> streams) =>
        streams.Any(stream => stream.IsInteractive) && streams.Any(stream => stream.IsBulk);

    /// <summary>Whether bytes of it may go: an application says whether they may before it is accepted.</summary>
    public bool MayCarry => ResetCode is null && (IsAccepted || IsOptimistic);

    /// <summary>Whether nothing of it is left to be sent or to be known by the other end.</summary>
    public bool IsWriteDone => ResetCode is null ? Out.IsDone : IsResetKnown;

    /// <summary>Whether nothing more comes.</summary>
    public bool IsReadDone => PeerReset is not null || In.IsDone;

    /// <summary>How it ended, when both directions are done.</summary>
    public StreamEnd End => new(
        Cause?.Kind ?? StreamEndKind.Finished, Cause?.Code ?? StreamCode.None, Out.Written, Out.Acknowledged, In.Next);
}
