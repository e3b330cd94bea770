namespace Rings.Host.Rpc;

/// <summary>
/// Reads a record again while too few holders answer to be sure: a ring that somebody has just joined or left is in step again
/// within a few seconds.
/// </summary>
/// <param name="time">Its clock.</param>
internal sealed class PatientRead(TimeProvider time)
{
    /// <summary>From the first answer that is not final until the last question.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Between an answer and the next question.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>The first final answer, or the last of those that are not.</summary>
    /// <param name="ask">Asks once.</param>
    /// <param name="isFinal">Whether enough holders answered.</param>
    /// <param name="cancel">Gives it up.</param>
    public async Task<T> AskAsync<T>(Func<Task<T>> ask, Func<T, bool> isFinal, CancellationToken cancel)
    {
        var answer = await ask();
        for (var begun = time.GetTimestamp(); !isFinal(answer) && time.GetElapsedTime(begun) < Patience; answer = await ask())
            await Task.Delay(Pause, time, cancel);
        return answer;
    }
}
