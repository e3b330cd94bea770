using Rings.Protocol;

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
}
