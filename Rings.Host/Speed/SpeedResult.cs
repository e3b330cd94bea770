namespace Rings.Host.Speed;

/// <summary>How fast bytes got to another node.</summary>
/// <param name="Pieces">Pieces that were acknowledged.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Failed">Pieces that did not arrive.</param>
/// <param name="Why">Why the last of these did not.</param>
/// <param name="Elapsed">From the first piece to the last acknowledgement.</param>
/// <param name="Median">From sending a piece to its acknowledgement, half of them within; null: there is none.</param>
/// <param name="P99">The same, 99 of 100 within.</param>
internal sealed record SpeedResult(
    int Pieces, long Bytes, long Failed, string? Why, TimeSpan Elapsed, TimeSpan? Median, TimeSpan? P99)
{
    /// <summary>Bytes in a second; 0 where nothing arrived.</summary>
    public double BytesPerSecond => Elapsed > TimeSpan.Zero ? Bytes / Elapsed.TotalSeconds : 0;
}
