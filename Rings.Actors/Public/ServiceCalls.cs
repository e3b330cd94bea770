namespace Rings.Actors.Public;

/// <summary>
/// The callers of services whose end is in this program. Dispose of it: from then on nobody is let in, and a service
/// that was provided with it is provided no longer. Streams that were taken go on.
/// </summary>
public sealed class ServiceCalls : IAsyncDisposable
{
    private readonly CallListener _listener;
    private readonly Func<Task> _leave;
    private int _isLeft;

    internal ServiceCalls(CallListener listener, Func<Task> leave) => (_listener, _leave) = (listener, leave);

    /// <summary>Callers that were let in, as they come. Ends when this is disposed of, or the service is removed.</summary>
    /// <param name="cancel">Ends it before.</param>
    public IAsyncEnumerable<AdmittedCall> AllAsync(CancellationToken cancel = default) => _listener.Waiting.ReadAllAsync(cancel);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isLeft, 1) != 0) return;
        try
        {
            await _leave().ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is NodeStoppedException or TimeoutException)
        {
            // It ends with its node.
        }

        _listener.Close();
    }
}
