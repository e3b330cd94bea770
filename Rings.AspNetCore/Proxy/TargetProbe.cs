using Rings.Actors.Public;
using Rings.Protocol.Services;

namespace Rings.AspNetCore.Proxy;

/// <summary>Finds out whether a target speaks HTTP.</summary>
public static class TargetProbe
{
    /// <summary>How long a server has for its first answer.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(2);

    /// <summary>Asks the target for the head of its first page.</summary>
    /// <param name="rings">Connects, as it would for a caller.</param>
    /// <param name="target">The target.</param>
    /// <param name="time">The clock of the time-out.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Null: nobody is there, or it may not be reached, so there is nothing to tell by.</returns>
    public static async Task<bool?> SpeaksHttpAsync(IServices rings, ServiceTarget target, TimeProvider time, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(rings);
        ArgumentNullException.ThrowIfNull(target);
        using var patience = new CancellationTokenSource(Within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        using var http = new HttpMessageInvoker(TargetHandler.Create(stop => rings.DialTargetAsync(target, stop)));
        using var request = new HttpRequestMessage(HttpMethod.Head, "http://localhost/");
        request.Headers.Host = target.SocketPath is null ? target.ToString() : "localhost";
        try
        {
            using var answer = await http.SendAsync(request, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (HttpRequestException failed)
        {
            return failed.InnerException is TargetException ? null : false;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
