namespace Rings.Actors.Messages;

/// <summary>
/// Where an actor that fails leaves its state, as one value, to the one that takes its place. Used by one of them at a
/// time.
/// </summary>
/// <typeparam name="T">The state; nobody changes it while it lies here.</typeparam>
/// <param name="value">What the first one begins with.</param>
internal sealed class StateSlot<T>(T value)
{
    public T Value { get; set; } = value;
}
