namespace Rings.Protocol.Paths;

/// <summary>Rules that a test may break on purpose, to see that a property notices. None in any other use.</summary>
[Flags]
internal enum PathRules
{
    /// <summary>All rules hold.</summary>
    None = 0,

    /// <summary>Credit is returned when a packet comes, and not when it leaves.</summary>
    CreditOnArrival = 1 << 0,

    /// <summary>A label is given to two paths.</summary>
    LabelsRepeat = 1 << 1,

    /// <summary>A window grows whatever waits behind it.</summary>
    WindowsGrowOnBottlenecks = 1 << 2,

    /// <summary>The least window is one packet.</summary>
    LeastWindowIsOnePacket = 1 << 3,

    /// <summary>Packets take credit of the lane.</summary>
    DataTakesLaneCredit = 1 << 4,

    /// <summary>Openings are charged to nobody.</summary>
    NobodyPays = 1 << 5,

    /// <summary>The paths of all links are served in one round.</summary>
    OneRound = 1 << 6,

    /// <summary>Windows never shrink.</summary>
    WindowsNeverShrink = 1 << 7,
}
