using System.Net.Sockets;
using Rings.Protocol.Services;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Actors.Public.ServiceCommands;

namespace Rings.Actors.Public;

/// <content>Services whose end is in this program.</content>
public sealed partial class RingsClient
{
    /// <inheritdoc/>
    public Task<ServiceCalls> ServeAsync(ServiceOffer offer, int backlog = 64, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(offer);
        return ServeAsync(listener => new Serve(offer with { Target = null, IsKept = false }, listener), backlog, cancel);
    }

    /// <inheritdoc/>
    public Task<ServiceCalls> ServeHttpAsync(int backlog = 64, CancellationToken cancel = default) =>
        ServeAsync(listener => new ServeHttp(listener), backlog, cancel);

    /// <inheritdoc/>
    public async Task<Socket> DialTargetAsync(ServiceTarget target, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        await FindHereAsync("No target can be reached", cancel).ConfigureAwait(false);
        var dialled = await AskAsync<TargetDialled>(new DialTarget(target), ShortPatience, cancel).ConfigureAwait(false);
        return dialled.Socket ?? throw dialled.Failed!;
    }

    private async Task<ServiceCalls> ServeAsync(
        Func<CallListener, IServiceCommand> begin, int backlog, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(backlog, 1);
        await FindHereAsync("No service can be provided", cancel).ConfigureAwait(false);
        var listener = new CallListener(backlog);
        var outcome = await ServicesAsync(begin(listener), cancel).ConfigureAwait(false);
        return outcome is ServiceRefused refused
            ? throw new InvalidOperationException($"The service is not provided: {refused.Detail}.")
            : new ServiceCalls(listener, () => ServicesAsync(new Unserve(listener)));
    }
}
