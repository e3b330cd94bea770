namespace Rings.Actors.Links;

/// <summary>What became of a frame that was to leave.</summary>
internal enum Departure
{
    /// <summary>The channel took it.</summary>
    Sent,

    /// <summary>It waited for too long.</summary>
    Late,

    /// <summary>With its delegation it is longer than a frame may be.</summary>
    TooLong,

    /// <summary>
    /// It went over the lane a short while ago, and the neighbour that brought it has brought too much of that.
    /// </summary>
    Repeated,
}
