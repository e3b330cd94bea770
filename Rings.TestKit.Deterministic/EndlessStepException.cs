namespace Rings.TestKit.Deterministic;

/// <summary>
/// Actors and timers of a <see cref="SimulatedWorld"/> went on and on at one instant, and time did not move: they answer
/// each other without end.
/// </summary>
/// <param name="message">Which world, when, and who ran last.</param>
public sealed class EndlessStepException(string message) : Exception(message);
