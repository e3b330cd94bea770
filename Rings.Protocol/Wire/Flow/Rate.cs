namespace Rings.Protocol.Wire;

/// <summary>How much may happen in the long run, and how much at once.</summary>
/// <param name="PerSecond">Units that come back per second; greater than 0.</param>
/// <param name="Burst">Units that may be used at once after a rest; at least 1.</param>
public readonly record struct Rate(double PerSecond, double Burst);
