using System.Collections.Immutable;
using Akka.Configuration;
using Rings.Protocol.Services;

namespace Rings.Actors.Settings;

/// <summary>
/// <c>rings.services</c>: what this node provides to others (docs/protocol/7-services.md). What each number is for is said
/// beside its default in rings.conf.
/// </summary>
public sealed record ServiceSettings
{
    /// <summary>Where targets may be beyond this machine.</summary>
    public required ImmutableArray<TargetRange> Targets { get; init; }

    /// <summary>Streams of one caller to one service.</summary>
    public required int StreamsPerCaller { get; init; }

    /// <summary>Streams of all callers to one service.</summary>
    public required int StreamsPerService { get; init; }

    /// <summary>How long it may take to connect to a target.</summary>
    public required TimeSpan ConnectTimeout { get; init; }

    /// <summary>Connections to targets that are under way.</summary>
    public required int Connecting { get; init; }

    /// <summary>How much an entrance for browsers carries.</summary>
    public required EntranceSettings Entrance { get; init; }

    /// <summary>The bounds of the book of services.</summary>
    internal ServiceLimits Limits => new() { StreamsPerCaller = StreamsPerCaller, StreamsPerService = StreamsPerService };

    internal static ServiceSettings From(Config config) => new()
    {
        Targets = [.. config.GetStringList("targets").Select(Parse)],
        StreamsPerCaller = config.GetInt("streams-per-caller"),
        StreamsPerService = config.GetInt("streams-per-service"),
        ConnectTimeout = config.GetTimeSpan("connect-timeout"),
        Connecting = config.GetInt("connecting"),
        Entrance = EntranceSettings.From(config.GetConfig("entrance")),
    };

    private static TargetRange Parse(string text) => TargetRange.TryParse(text, out var range)
        ? range
        : throw new ConfigurationException($"rings.services.targets: expected {TargetRange.Expected}, not '{text}'.");
}
