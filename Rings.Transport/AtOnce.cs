namespace Rings.Transport;

/// <summary>What a stack does at once, as the task that others need time for.</summary>
internal static class AtOnce
{
    /// <summary>Does it; what a caller may expect to be thrown is the task's.</summary>
    public static ValueTask Do(Action work, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested) return ValueTask.FromCanceled(cancel);
        try
        {
            work();
            return ValueTask.CompletedTask;
        }
        catch (Exception refused) when (refused is SdpException or InvalidOperationException)
        {
            return ValueTask.FromException(refused);
        }
    }
}
