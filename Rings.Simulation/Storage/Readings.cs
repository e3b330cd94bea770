namespace Rings.Simulation.Storage;

/// <summary>How reads of acknowledged records at <c>Quorum</c> ended.</summary>
/// <param name="Count">All that began.</param>
/// <param name="Right">Final answers with what was acknowledged before they began, or later.</param>
/// <param name="Unsure">Answers with it that the owner could not vouch for.</param>
/// <param name="Stale">Final answers without it.</param>
internal readonly record struct Readings(int Count, int Right, int Unsure, int Stale)
{
    /// <summary>The share that brought the value.</summary>
    public double Availability => Count == 0 ? 1 : (double)(Right + Unsure) / Count;

    /// <summary>The share of final answers.</summary>
    public double Finality => Count == 0 ? 1 : (double)Right / Count;
}
