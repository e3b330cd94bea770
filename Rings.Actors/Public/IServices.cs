using System.Net.Sockets;
using Rings.Protocol;
using Rings.Protocol.Services;

namespace Rings.Actors.Public;

/// <summary>Services that a node provides, and those of others: docs/services.md.</summary>
public interface IServices
{
    /// <summary>Adds, changes, removes or lists services of this node: <see cref="RingsNodeProtocol.AddService"/>, <see
    /// cref="RingsNodeProtocol.ChangeAccess"/>, <see cref="RingsNodeProtocol.RemoveService"/>, <see
    /// cref="RingsNodeProtocol.ListServices"/>.</summary>
    Task<RingsNodeProtocol.IServiceOutcome> ServicesAsync(
        RingsNodeProtocol.IServiceCommand command, CancellationToken cancel = default);

    /// <summary>Makes, lists or ends tickets: <see cref="RingsNodeProtocol.CreateTicket"/>, <see
    /// cref="RingsNodeProtocol.ListTickets"/>, <see cref="RingsNodeProtocol.RevokeTicket"/>.</summary>
    Task<RingsNodeProtocol.ITicketOutcome> TicketsAsync(
        RingsNodeProtocol.ITicketCommand command, CancellationToken cancel = default);

    /// <summary>Looks for a service.</summary>
    /// <returns><see cref="RingsNodeProtocol.ServiceFound"/> or <see cref="RingsNodeProtocol.ServiceRefused"/>.</returns>
    Task<RingsNodeProtocol.IFindOutcome> FindServiceAsync(Did owner, string name, CancellationToken cancel = default);

    /// <summary>Says how a provider did; see <see cref="RingsNodeProtocol.NoteProvider"/>.</summary>
    Task NoteProviderAsync(Did owner, string name, Did provider, bool isGood, CancellationToken cancel = default);

    /// <summary>Says where this program listens; see <see cref="RingsNodeProtocol.ReserveListener"/>.</summary>
    Task ReserveListenerAsync(System.Net.IPEndPoint listener, CancellationToken cancel = default);

    /// <summary>Says that this program listens there no longer; see <see cref="RingsNodeProtocol.ReleaseListener"/>.</summary>
    Task ReleaseListenerAsync(System.Net.IPEndPoint listener, CancellationToken cancel = default);

    /// <summary>
    /// Provides a service whose end is this program, until the result is disposed of: lists, tickets and bounds are as with
    /// any other service. For code in the process of the node.
    /// </summary>
    /// <param name="offer">The service. Its target is this program, and it is not kept over restarts, whatever it says.</param>
    /// <param name="backlog">Callers that may wait to be taken; those beyond hear that there is no room.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidOperationException">The node refuses it: the name is taken, say.</exception>
    Task<ServiceCalls> ServeAsync(
        RingsNodeProtocol.ServiceOffer offer, int backlog = 64, CancellationToken cancel = default);

    /// <summary>
    /// Takes the callers of all services of kind HTTP that have a target: whoever takes them is the proxy that says who calls.
    /// Without one such services refuse everybody.
    /// </summary>
    /// <param name="backlog">Callers that may wait to be taken; those beyond hear that there is no room.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidOperationException">There is one already.</exception>
    Task<ServiceCalls> ServeHttpAsync(int backlog = 64, CancellationToken cancel = default);

    /// <summary>
    /// Connects to what would be a service's target, judged as it would be: to see what speaks there. For code in the process
    /// of the node.
    /// </summary>
    /// <param name="target">The target.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The socket; whoever gets it closes it.</returns>
    /// <exception cref="TargetException">It may not or cannot be reached.</exception>
    Task<Socket> DialTargetAsync(ServiceTarget target, CancellationToken cancel = default);
}
