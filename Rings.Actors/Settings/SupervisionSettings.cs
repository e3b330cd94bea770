using Akka.Configuration;

namespace Rings.Actors.Settings;

/// <summary>
/// <c>rings.supervision</c>: What the node does about its own parts. What each number is for is said beside its
/// default in rings.conf.
/// </summary>
public sealed record SupervisionSettings
{
    /// <summary>A part that fails more often than this within the window stops the node.</summary>
    public required int Failures { get; init; }

    /// <summary>The time within which failures are counted.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>How long leaving the ring may take.</summary>
    public required TimeSpan LeaveTimeout { get; init; }

    /// <summary>How long a part may take to say how it is.</summary>
    public required TimeSpan ReportTimeout { get; init; }

    internal static SupervisionSettings From(Config config) => new()
    {
        Failures = config.GetInt("failures"),
        Window = config.GetTimeSpan("window"),
        LeaveTimeout = config.GetTimeSpan("leave-timeout"),
        ReportTimeout = config.GetTimeSpan("report-timeout"),
    };
}
