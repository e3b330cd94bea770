using System.Runtime.InteropServices;

namespace Rings.Host.Node;

/// <summary>Gives back to the machine what a node needed to begin and does not need to go on.</summary>
internal static partial class IdleMemory
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(10);

    /// <summary>Runs until cancelled.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task KeepLowAsync(TimeProvider time, CancellationToken cancel)
    {
        try
        {
            await Task.Delay(First, time, cancel);
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            while (TryTrim()) await Task.Delay(Again, time, cancel);
        }
        catch (OperationCanceledException)
        {
            // The node ended.
        }
    }

    // glibc keeps what the runtime's compiler freed, 8 MiB after a start, for whoever asks next; and nobody does.
    private static bool TryTrim()
    {
        try
        {
            _ = Trim(0);
            return true;
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint keep);
}
