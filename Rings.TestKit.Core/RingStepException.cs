namespace Rings.TestKit;

/// <summary>
/// A step of a simulated ring could not be taken, or did not come to its end: the message names the step and the seed, and
/// the line that replays the run.
/// </summary>
public sealed class RingStepException : Exception
{
    internal RingStepException(RingHistory history, string why, string detail = "", Exception? inner = null)
        : base($"Step {history.Step} of seed {history.Seed} ({history.StepName}): {why}\nReplay: {history.Replay}"
            + (detail.Length == 0 ? "" : $"\n{detail}"), inner) =>
        (Seed, Step) = (history.Seed, history.Step);

    /// <summary>The seed of the run.</summary>
    public int Seed { get; }

    /// <summary>Which step, from 1.</summary>
    public int Step { get; }
}
