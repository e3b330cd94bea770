using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Services;

namespace Rings.Actors.Public;

/// <content>Services: docs/protocol/7-services.md.</content>
public static partial class RingsNodeProtocol
{
    /// <summary>About this node's services. Reply: an <see cref="IServiceOutcome"/>.</summary>
    public interface IServiceCommand : ICommand;

    /// <summary>About their tickets. Reply: an <see cref="ITicketOutcome"/>.</summary>
    public interface ITicketCommand : ICommand;

    /// <summary>Why a command about services was not carried out.</summary>
    public enum ServiceRefusal
    {
        /// <summary>A field is out of its range.</summary>
        Invalid,

        /// <summary>There is no such service or ticket, as far as one may know.</summary>
        NotFound,

        /// <summary>The name is taken.</summary>
        Taken,

        /// <summary>A bound is reached.</summary>
        Full,

        /// <summary>The disk did not take it: all is as before.</summary>
        NotKept,

        /// <summary>Who would know did not answer.</summary>
        Silent,
    }

    /// <summary>A service that is to be provided by this node.</summary>
    /// <param name="Name">1 to 40 of <c>a-z 0-9 -</c>.</param>
    /// <param name="Kind">What it speaks.</param>
    /// <param name="Target">Where its bytes go: a port, <c>HOST:PORT</c> or <c>unix:/PATH</c>; null: into this
    /// program.</param>
    public sealed record ServiceOffer(string Name, ServiceKind Kind, string? Target)
    {
        /// <summary>Who may use it beyond those that are listed and those with tickets.</summary>
        public ServiceAccess Access { get; init; }

        /// <summary>Words for people, up to 80 characters.</summary>
        public string Title { get; init; } = "";

        /// <summary>Of kind APP: what is spoken.</summary>
        public string Protocol { get; init; } = "";

        /// <summary>Who is let in by name.</summary>
        public ImmutableArray<Did> Allowed { get; init; } = [];

        /// <summary>Who provides it; empty: its owner only.</summary>
        public ImmutableArray<Did> Providers { get; init; } = [];

        /// <summary>Whose service it is; null: this node's.</summary>
        public Did? Owner { get; init; }

        /// <summary>Of kind HTTP: the host that its target is asked for, <c>keep</c> for the caller's; empty: its own.</summary>
        public string Host { get; init; } = "";

        /// <summary>Of kind HTTP: whether pages of other sites may use it in their readers' names.</summary>
        public bool IsCrossOrigin { get; init; }

        /// <summary>Whether it is told to whoever looks for its name only.</summary>
        public bool IsAnnounced { get; init; }

        /// <summary>SHA-256 of the thing that is served, by which it is found then; null: none.</summary>
        public ResourceHash? Resource { get; init; }

        /// <summary>Whether it comes back after a restart.</summary>
        public bool IsKept { get; init; } = true;
    }

    /// <summary>Provides a service from now on. Reply: <see cref="ServicesTold"/> or <see
    /// cref="ServiceRefused"/>.</summary>
    /// <param name="Offer">The service.</param>
    public sealed record AddService(ServiceOffer Offer) : IServiceCommand;

    /// <summary>Changes who may use a service, for the next stream. Reply: <see cref="ServicesTold"/> or <see
    /// cref="ServiceRefused"/>.</summary>
    /// <param name="Name">Which.</param>
    /// <param name="Allow">Let in by name; they leave the list of those denied.</param>
    /// <param name="Deny">Not let in, whatever else is said; they leave the list of those allowed.</param>
    /// <param name="Forget">Taken off both lists.</param>
    public sealed record ChangeAccess(
        string Name, ImmutableArray<Did> Allow, ImmutableArray<Did> Deny, ImmutableArray<Did> Forget) : IServiceCommand;

    /// <summary>Provides a service no longer; its tickets and records go. Reply: <see cref="ServicesTold"/> with what it
    /// was, or <see cref="ServiceRefused"/>.</summary>
    /// <param name="Name">Which.</param>
    public sealed record RemoveService(string Name) : IServiceCommand;

    /// <summary>Tells this node's services. Reply: <see cref="ServicesTold"/>.</summary>
    public sealed record ListServices : IServiceCommand
    {
        /// <summary>The only one.</summary>
        public static ListServices Instance { get; } = new();
    }

    /// <summary>Makes a ticket. Reply: <see cref="TicketsTold"/> with its link, or <see
    /// cref="ServiceRefused"/>.</summary>
    /// <param name="Service">What it opens.</param>
    /// <param name="Bearer">Whom it lets in.</param>
    /// <param name="Holder">Of a named bearer: who.</param>
    /// <param name="Life">For how long; null: until it is revoked.</param>
    public sealed record CreateTicket(string Service, TicketBearer Bearer, Did? Holder = null, TimeSpan? Life = null)
        : ITicketCommand;

    /// <summary>Tells a service's tickets. Reply: <see cref="TicketsTold"/> or <see cref="ServiceRefused"/>.</summary>
    /// <param name="Service">Which.</param>
    public sealed record ListTickets(string Service) : ITicketCommand;

    /// <summary>Ends a ticket, for the next stream. Reply: <see cref="TicketsTold"/> with what it was, or <see
    /// cref="ServiceRefused"/>.</summary>
    /// <param name="Service">What it opens.</param>
    /// <param name="Id">Which.</param>
    public sealed record RevokeTicket(string Service, string Id) : ITicketCommand;

    /// <summary>Looks for a service and its providers. Reply: <see cref="ServiceFound"/> or <see
    /// cref="ServiceRefused"/>.</summary>
    /// <param name="Owner">Whose.</param>
    /// <param name="Name">Its name.</param>
    public sealed record FindService(Did Owner, string Name) : ICommand;

    /// <summary>Says how a provider did, so that the next is chosen by that. No reply.</summary>
    /// <param name="Owner">Whose service.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Provider">Who was tried.</param>
    /// <param name="IsGood">Whether it could be used.</param>
    public sealed record NoteProvider(Did Owner, string Name, Did Provider, bool IsGood) : ICommand;

    /// <summary>Says where this program listens: no service may have it as its target. Reply: <see
    /// cref="ListenerReserved"/>.</summary>
    /// <param name="Address">An address, or of all of them.</param>
    /// <param name="Port">1 to 65,535.</param>
    public sealed record ReserveListener(string Address, int Port) : ICommand;

    /// <summary>This program listens there no longer. Reply: <see cref="ListenerReserved"/>.</summary>
    /// <param name="Address">As it was reserved.</param>
    /// <param name="Port">As it was reserved.</param>
    public sealed record ReleaseListener(string Address, int Port) : ICommand;

    /// <summary>It is noted.</summary>
    /// <param name="Port">Its port.</param>
    public sealed record ListenerReserved(int Port) : IReply;

    /// <summary>Services of this node.</summary>
    /// <param name="Services">Those that were asked for, or the one that was changed.</param>
    public sealed record ServicesTold(ImmutableArray<ServiceStatus> Services) : IServiceOutcome
    {
        T IServiceOutcome.Match<T>(Func<ServicesTold, T> told, Func<ServiceRefused, T> refused) => told(this);
    }

    /// <summary>Tickets of a service of this node.</summary>
    /// <param name="Tickets">Those that were asked for, or the one that was made or ended.</param>
    /// <param name="Link">Of one that was made: what opens the service. It is told once and kept nowhere.</param>
    public sealed record TicketsTold(ImmutableArray<TicketStatus> Tickets, string? Link) : ITicketOutcome
    {
        T ITicketOutcome.Match<T>(Func<TicketsTold, T> told, Func<ServiceRefused, T> refused) => told(this);
    }

    /// <summary>The command was not carried out.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Detail">The same as a sentence, with what to do.</param>
    public sealed record ServiceRefused(ServiceRefusal Reason, string Detail)
        : IServiceOutcome, ITicketOutcome, IFindOutcome
    {
        T IServiceOutcome.Match<T>(Func<ServicesTold, T> told, Func<ServiceRefused, T> refused) => refused(this);

        T ITicketOutcome.Match<T>(Func<TicketsTold, T> told, Func<ServiceRefused, T> refused) => refused(this);

        T IFindOutcome.Match<T>(Func<ServiceFound, T> found, Func<ServiceRefused, T> refused) => refused(this);
    }

    /// <summary>What the ring knows of a service.</summary>
    /// <param name="Owner">Whose.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="HasManifest">Whether its owner says anything of it; if not, only its link does.</param>
    /// <param name="Kind">What it speaks.</param>
    /// <param name="Access">Who may use it.</param>
    /// <param name="Title">Words for people.</param>
    /// <param name="Providers">In the order in which they would be used.</param>
    public sealed record ServiceFound(
        Did Owner, string Name, bool HasManifest, ServiceKind Kind, ServiceAccess Access, string Title,
        ImmutableArray<ProviderStatus> Providers) : IFindOutcome
    {
        T IFindOutcome.Match<T>(Func<ServiceFound, T> found, Func<ServiceRefused, T> refused) => found(this);
    }

    /// <summary>A provider.</summary>
    /// <param name="Did">Who.</param>
    /// <param name="IsPresent">Whether it says that it is there.</param>
    /// <param name="Load">How full it is, 0 to 100.</param>
    /// <param name="RoundTrip">Of a link that is ready; null: there is none.</param>
    /// <param name="Why">Why it stands at its place.</param>
    public sealed record ProviderStatus(Did Did, bool IsPresent, int Load, TimeSpan? RoundTrip, string Why);

    /// <summary>A service of this node.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Owner">Whose it is.</param>
    /// <param name="Kind">What it speaks.</param>
    /// <param name="Target">Where its bytes go; null: into this program.</param>
    /// <param name="Access">Who may use it.</param>
    /// <param name="Title">Words for people.</param>
    /// <param name="Allowed">Who is let in by name.</param>
    /// <param name="Denied">Who is not.</param>
    /// <param name="Providers">Who provides it; empty: its owner only.</param>
    /// <param name="IsKept">Whether it comes back after a restart.</param>
    /// <param name="HasRecord">Whether the ring is told of it.</param>
    /// <param name="Tickets">How many tickets open it.</param>
    /// <param name="Callers">Who uses it now.</param>
    /// <param name="Bytes">Bytes that went to and came from its target since it was added or the node began.</param>
    public sealed record ServiceStatus(
        string Name, Did Owner, ServiceKind Kind, string? Target, ServiceAccess Access, string Title,
        ImmutableArray<Did> Allowed, ImmutableArray<Did> Denied, ImmutableArray<Did> Providers, bool IsKept, bool HasRecord,
        int Tickets, ImmutableArray<ServiceCaller> Callers, long Bytes)
    {
        /// <summary>The last that went wrong with its target; null: nothing yet.</summary>
        public string? Trouble { get; init; }

        /// <summary>Of kind HTTP: the host that its target is asked for; empty: its own.</summary>
        public string Host { get; init; } = "";

        /// <summary>Of kind HTTP: whether pages of other sites may use it.</summary>
        public bool IsCrossOrigin { get; init; }
    }

    /// <summary>Who uses a service.</summary>
    /// <param name="Did">Who.</param>
    /// <param name="Streams">With how many streams.</param>
    public sealed record ServiceCaller(Did Did, int Streams);

    /// <summary>A ticket; what it consists of is kept nowhere.</summary>
    /// <param name="Id">12 hex digits.</param>
    /// <param name="Bearer">Whom it lets in.</param>
    /// <param name="Holder">Who that is; null: nobody yet, or anyone.</param>
    /// <param name="Made">When it was made.</param>
    /// <param name="NotAfter">Until when it lets in; null: until it is revoked.</param>
    /// <param name="TriedBy">Who showed it last though it is another's; null: nobody.</param>
    public sealed record TicketStatus(
        string Id, TicketBearer Bearer, Did? Holder, DateTimeOffset Made, DateTimeOffset? NotAfter, Did? TriedBy);

    /// <summary>
    /// What becomes of a command about this node's services: <see cref="ServicesTold"/> or <see
    /// cref="ServiceRefused"/>.
    /// </summary>
    public interface IServiceOutcome : IReply
    {
        /// <summary>The value of the one function that is for what came.</summary>
        T Match<T>(Func<ServicesTold, T> told, Func<ServiceRefused, T> refused);
    }

    /// <summary>What becomes of a command about tickets: <see cref="TicketsTold"/> or <see
    /// cref="ServiceRefused"/>.</summary>
    public interface ITicketOutcome : IReply
    {
        /// <summary>The value of the one function that is for what came.</summary>
        T Match<T>(Func<TicketsTold, T> told, Func<ServiceRefused, T> refused);
    }

    /// <summary>What becomes of <see cref="FindService"/>: <see cref="ServiceFound"/> or <see
    /// cref="ServiceRefused"/>.</summary>
    public interface IFindOutcome : IReply
    {
        /// <summary>The value of the one function that is for what came.</summary>
        T Match<T>(Func<ServiceFound, T> found, Func<ServiceRefused, T> refused);
    }
}
