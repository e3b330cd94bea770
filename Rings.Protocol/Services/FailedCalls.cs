using Rings.Protocol.Limits;

namespace Rings.Protocol.Services;

/// <summary>Who called in vain lately, and how often: guessing names and tickets costs.</summary>
/// <param name="limits">Bounds.</param>
internal sealed class FailedCalls(ServiceLimits limits)
{
    private readonly LruMap<Did, (Instant Since, int Count)> _callers = new(limits.FailingCallers);

    /// <summary>Whether a caller has failed so often that he is not looked at.</summary>
    public bool IsSpent(Did caller, Instant now) =>
        _callers.TryGet(caller, out var failed) && failed.Count >= limits.Failures && now < failed.Since + limits.FailureWindow;

    /// <summary>Notes that a caller failed.</summary>
    public void Note(Did caller, Instant now)
    {
        var isCounted = _callers.TryGet(caller, out var failed) && now < failed.Since + limits.FailureWindow;
        _callers.Set(caller, isCounted ? (failed.Since, failed.Count + 1) : (now, 1));
    }
}
