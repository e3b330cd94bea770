namespace Rings.Protocol.Streams;

/// <summary>The numbers of stream sets (docs/protocol/9-limits.md).</summary>
internal sealed record StreamSettings
{
    /// <summary>Streams of a set that are open at a time.</summary>
    public int Streams { get; init; } = 1024;

    /// <summary>What a stream's direction may carry before anything was granted: the same at all nodes.</summary>
    public int FirstStreamWindow { get; init; } = 64 * 1024;

    /// <summary>What all streams of a set may carry in one direction before anything was granted: the same at all nodes.</summary>
    public int FirstSetWindow { get; init; } = 256 * 1024;

    /// <summary>What an accepted stream is granted while the node has room.</summary>
    public int StreamWindow { get; init; } = 256 * 1024;

    /// <summary>What an accepted set is granted while the node has room.</summary>
    public int SetWindow { get; init; } = 1024 * 1024;

    /// <summary>The most that a stream's window becomes, and that is kept of what it sent.</summary>
    public int LongestStreamWindow { get; init; } = 16 * 1024 * 1024;

    /// <summary>The most that a set's window becomes.</summary>
    public int LongestSetWindow { get; init; } = 64 * 1024 * 1024;

    /// <summary>A stream that was opened as interactive is bulk once it has carried this.</summary>
    public int InteractiveBytes { get; init; } = 256 * 1024;

    /// <summary>After so many bytes an acknowledgement goes at once.</summary>
    public int AcknowledgeBytes { get; init; } = 64 * 1024;

    /// <summary>An acknowledgement waits no longer than this.</summary>
    public TimeSpan AcknowledgeAfter { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>Bytes that are on their way and so much silence: the path is asked whether it lives.</summary>
    public TimeSpan ProbeAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>So much silence after that question, at least: the path is given up.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>So long a path may be asked for, its handshake included.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Where no path stands, one that is not answered for so long is joined by a rival, up to <see cref="Rivals"/> times: the
    /// way of the first may lead to what made the last path fail. The first that is accepted is used.
    /// </summary>
    public TimeSpan JoinAfter { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How many rivals a path may get.</summary>
    public int Rivals { get; init; } = 6;

    /// <summary>An end with open streams that said nothing for so long says that it lives.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A set without any path for so long is lost.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A set without streams for so long ends.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a path serves before the next one takes over.</summary>
    public TimeSpan PathLife { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many packets a path serves in one direction.</summary>
    public ulong PathPackets { get; init; } = 1UL << 22;

    /// <summary>After how much use over more than one hop a link of its own is asked for.</summary>
    public long DirectAfterBytes { get; init; } = 256 * 1024;

    /// <summary>Or after how long a use.</summary>
    public TimeSpan DirectAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Paths that are asked for before a set that never stood gives up.</summary>
    public int FirstTries { get; init; } = 3;
}
