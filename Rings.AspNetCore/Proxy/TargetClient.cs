using Rings.Actors.Public;

namespace Rings.AspNetCore.Proxy;

/// <summary>Speaks HTTP to the target of a service for one connection of a caller.</summary>
/// <param name="call">The caller's connection.</param>
internal sealed class TargetClient(AdmittedCall call) : IDisposable
{
    /// <summary>Sends requests to the target, whatever host they name.</summary>
    public HttpMessageInvoker Invoker { get; } = new(TargetHandler.Create(call.DialAsync));

    public void Dispose() => Invoker.Dispose();
}
