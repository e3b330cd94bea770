using Akka.Configuration;
using Rings.Protocol.Streams;

namespace Rings.Actors.Settings;

/// <summary>
/// <c>rings.streams</c>: the streams of this node (docs/protocol/7-streams.md, 7.2, and section 9). What each number is for is
/// said beside its default in rings.conf.
/// </summary>
public sealed record StreamsSettings
{
    /// <summary>Stream sets; half of them at most were opened by others.</summary>
    public required int Sets { get; init; }

    /// <summary>Streams of a set that are open at a time.</summary>
    public required int StreamsPerSet { get; init; }

    /// <summary>Streams that one Did may open, per second and at once.</summary>
    public required int OpensPerSecond { get; init; }

    /// <summary>Bytes that peers are promised to send, and bytes that are kept to be sent again: so many of each.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>The most that a stream's window becomes, in bytes.</summary>
    public required int StreamWindow { get; init; }

    /// <summary>The most that a set's window becomes, in bytes.</summary>
    public required int SetWindow { get; init; }

    /// <summary>A stream that was opened as interactive is bulk once it has carried so many bytes.</summary>
    public required int InteractiveBytes { get; init; }

    /// <summary>How long a stream that was offered may wait for its application's answer.</summary>
    public required TimeSpan AnswerTimeout { get; init; }

    /// <summary>How long a set may be without streams.</summary>
    public required TimeSpan IdleTimeout { get; init; }

    /// <summary>How long a set may be without a path.</summary>
    public required TimeSpan LostAfter { get; init; }

    /// <summary>An end with open streams that said nothing for so long says that it lives.</summary>
    public required TimeSpan KeepAlive { get; init; }

    /// <summary>How long a path serves before the next one takes over.</summary>
    public required TimeSpan PathLife { get; init; }

    /// <summary>After so many bytes over more than one hop a link of its own is asked for.</summary>
    public required int DirectAfterBytes { get; init; }

    /// <summary>Or after so long a use.</summary>
    public required TimeSpan DirectAfter { get; init; }

    /// <summary>What each set goes by.</summary>
    internal StreamSettings OfSet => new()
    {
        Streams = StreamsPerSet,
        LongestStreamWindow = StreamWindow,
        LongestSetWindow = SetWindow,
        InteractiveBytes = InteractiveBytes,
        IdleAfter = IdleTimeout,
        LostAfter = LostAfter,
        KeepAlive = KeepAlive,
        PathLife = PathLife,
        DirectAfterBytes = DirectAfterBytes,
        DirectAfter = DirectAfter,
    };

    internal static StreamsSettings From(Config config) => new()
    {
        Sets = config.GetInt("sets"),
        StreamsPerSet = config.GetInt("streams-per-set"),
        OpensPerSecond = config.GetInt("opens-per-second"),
        MemoryBytes = config.GetLong("memory-bytes"),
        StreamWindow = config.GetInt("stream-window"),
        SetWindow = config.GetInt("set-window"),
        InteractiveBytes = config.GetInt("interactive-bytes"),
        AnswerTimeout = config.GetTimeSpan("answer-timeout"),
        IdleTimeout = config.GetTimeSpan("idle-timeout"),
        LostAfter = config.GetTimeSpan("lost-after"),
        KeepAlive = config.GetTimeSpan("keep-alive"),
        PathLife = config.GetTimeSpan("path-life"),
        DirectAfterBytes = config.GetInt("direct-after-bytes"),
        DirectAfter = config.GetTimeSpan("direct-after"),
    };
}
