using Akka.Configuration;
using Rings.Protocol.Entrance;

namespace Rings.Actors.Settings;

/// <summary>
/// <c>rings.services.entrance</c>: how much each entrance of this node carries (docs/entrance.md). What each number is for is
/// said beside its default in rings.conf.
/// </summary>
public sealed record EntranceSettings
{
    /// <summary>How long a program may take until it has said where it wants to go.</summary>
    public required TimeSpan HelloPatience { get; init; }

    /// <summary>How long a connection may be silent both ways.</summary>
    public required TimeSpan IdlePatience { get; init; }

    /// <summary>What is counted.</summary>
    public required EntranceLimits Limits { get; init; }

    internal static EntranceSettings From(Config config) => new()
    {
        HelloPatience = config.GetTimeSpan("hello-patience"),
        IdlePatience = config.GetTimeSpan("idle-patience"),
        Limits = new EntranceLimits
        {
            Connections = config.GetInt("connections"),
            PerService = config.GetInt("connections-per-service"),
            PerSource = config.GetInt("connections-per-source"),
            BytesPerSecond = config.GetLong("bytes-per-second"),
            BytesPerMonth = config.GetLong("bytes-per-month"),
        },
    };
}
