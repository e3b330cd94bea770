using System.Collections.Immutable;
using System.Reflection;
using Akka.Actor;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Services;
using Rings.Protocol.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Serialization;

/// <summary>One of each public message, and what one says in words that can be compared.</summary>
internal static class PublicMessages
{
    private static readonly Did One = Did.Zero.Finger(159) + Distance.PowerOfTwo(3);
    private static readonly Did Two = Did.Zero.Finger(70);

    /// <summary>A record's own equality stops at arrays: this looks inside.</summary>
    public static string Describe(object message) => string.Join(", ", message.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(property => $"{property.Name}={Value(property.GetValue(message))}"));

    private static string Value(object? value) => value switch
    {
        null => "null",
        string text => text,
        IActorRef actor => actor.Path.ToString(),
        NodeStatus status => Describe(status),
        ServiceOffer or ServiceStatus or TicketStatus => Describe(value),
        System.Collections.IEnumerable many => string.Join(' ', many.Cast<object>().Select(Value)),
        LinkStatus link => Describe(link),
        FoundRecord or OwnRecordStatus or LinkPath => Describe(value),
        _ => $"{value}",
    };

    public static IEnumerable<object> All(IActorRef someone)
    {
        var link = new LinkStatus(
            One, LinkState.Ready, RingPhase.Member, true, false, TimeSpan.FromMilliseconds(1.5), "a", null, 1, 2, 3,
                4, TimeSpan.FromHours(1))
        {
            Path = new([new("192.0.2.1:5", "Host", "192.0.2.1:5")], [new("192.0.2.2:5", "Relayed", null)], ["a -> b: Failed"]),
            Why = "nothing comes through",
        };
        var status = new NodeStatus(
            One, "ring", RingPhase.Member, [Two], [One, Two], [], 2.5, [link], ["chat/1"], TimeSpan.FromSeconds(1))
        {
            HasSeeds = true,
            SeedTroubles = [new("http://127.0.0.1:1/", "why", "what to do")],
        };
        ImmutableArray<Did> dids = [One, Two];
        return
        [
            GetHoldings.Instance, new NodeHoldings(1, 2, null, 3, DateTimeOffset.UnixEpoch.AddDays(3)), new NodeHoldings(null, 2, 4, null, default),
            ListOwnRecords.Instance, new OwnRecords(
                [new(One, RecordKind.SetElement, "guests", [7], Two, 3, DateTimeOffset.UnixEpoch.AddDays(3), true), new(Two, RecordKind.Register, "motd", [], null, 0, default, false)]),
            new SignGroupStatement([1, 2], IsRenewal: true), new GroupStatementSigned([1, 2], [3], [4]),
            ListPosted.Instance, new PostedLetters([new(One, "id", DateTimeOffset.UnixEpoch.AddDays(3))]), new WithdrawLetter("id"),
            new LetterWithdrawn(new(Two, "id", default)), new LetterStays("id", true),
            GetStatus.Instance, new SendPlain(One, "chat/1", [1, 2], true, TimeSpan.FromSeconds(1)),
                new HandedOver("id"),
            new Delivered("id", TimeSpan.FromSeconds(1)), new NotSent(null, Undelivered.Busy, "why"), new Lookup(Two),
            new LookupDone(One, Two, 3, 1, TimeSpan.Zero), new LookupFailed(One, LookupFailure.TimedOut),
            new Trace(Two), new Traced(One, Two, [new(null, TimeSpan.Zero), new(Two, TimeSpan.FromSeconds(1))], default),
                new Connect(One),
            new ConnectSeed(new Uri("http://127.0.0.1:1/#0x1")), new Connected(One),
                new LinkRefused(null, LinkFailure.Full, "why"),
            new Disconnect(One), new Disconnected(One), new CreateOffer(One), new OfferCreated([1]),
            new AnnounceListener(50_001), new ListenerAnnounced(50_001),
                new AnswerOffer([1], "address"),
            new OfferAnswered([2]), new AcceptAnswer([3]), new RegisterProtocol("a/1", someone, 3),
                new Taken(1),
            new ProtocolRegistered("a/1"), new ProtocolTaken("a/1"),
            new Received(One, "a/1", [1], "id", DateTimeOffset.UnixEpoch.AddDays(1)),
                new Subscribe(someone),
            new Subscribed(status), new Unsubscribe(someone), Leave.Instance, Left.Instance, status,
            new DelegationRenewed(DateTimeOffset.UnixEpoch), new DelegationEnding(DateTimeOffset.UnixEpoch),
            new LinkOpened(One), new LinkClosed(One, "why"), new LinkSuspected(One), new LinkRestored(Two),
            new JoiningFailed([new("http://127.0.0.1:1/", "why", "what to do")]),
            new PhaseChanged(RingPhase.Member), new NeighboursChanged(dids, []), new OwnershipChanged(null),
                new OwnershipChanged(One),
            new NodeFailed("router", "why"), .. RecordMessages(), .. SessionMessages(), .. ServiceMessages(),
        ];
    }

    private static IEnumerable<object> ServiceMessages()
    {
        var service = new ServiceStatus(
            "web", One, ServiceKind.Tcp, "127.0.0.1:80", ServiceAccess.Public, "a page", [One], [Two], [One, Two], true, false, 3,
            [new ServiceCaller(One, 2)], 7)
        {
            Trouble = "why",
            Host = "keep",
            IsCrossOrigin = true,
        };
        var ticket = new TicketStatus(
            "0123456789ab", TicketBearer.Named, One, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), Two);
        return
        [
            new AddService(new ServiceOffer("web", ServiceKind.App, "80")
            {
                Access = ServiceAccess.Public, Title = "a page", Protocol = "chat/1", Allowed = [One], Providers = [Two], Owner = Two,
                IsAnnounced = true, IsKept = false, Host = "keep", IsCrossOrigin = true,
            }),
            new ChangeAccess("web", [One], [Two], []), new RemoveService("web"), ListServices.Instance,
            new CreateTicket("web", TicketBearer.Named, One, TimeSpan.FromHours(1)), new ListTickets("web"),
            new RevokeTicket("web", "0123456789ab"), new FindService(One, "web"), new NoteProvider(One, "web", Two, true),
            new ReserveListener("127.0.0.1", 80), new ReleaseListener("127.0.0.1", 80), new ListenerReserved(80), new ServicesTold([service]),
            new TicketsTold([ticket], "link"), new ServiceRefused(ServiceRefusal.Full, "why"),
            new ServiceFound(
                One, "web", true, ServiceKind.Tcp, ServiceAccess.Closed, "a page",
                [new ProviderStatus(Two, true, 4, TimeSpan.FromMilliseconds(3), "why")]),
        ];
    }

    private static IEnumerable<object> SessionMessages() =>
    [
        new Send(One, "chat/1", [1], Mail: false, TimeSpan.FromSeconds(2)), new Mailed("id", DateTimeOffset.UnixEpoch),
        new MailFetched(One, "id"), new MailExpired(Two, "id"), new SessionEstablished(One),
        new StoreFailing("replay.db", "why"), new StoreRestored("replay.db"),
    ];

    private static IEnumerable<object> RecordMessages()
    {
        var found = new FoundRecord(Two, [1], [2, 3], 7, DateTimeOffset.UnixEpoch.AddDays(2));
        return
        [
            new PutRegister("motd", [1], TimeSpan.FromHours(1), Consistency.All, Renew: true),
            new AddElement("guests", [1], [2], One), new RemoveElement("guests", [1], One, Two),
            new PutBlob([1, 2], IsManifest: true), new PutRevocation([1], 2), new GetRegister(One, "motd"), new GetSet("guests", Two),
            new GetBlob(BlobHash.OfChunk([1])), new RecordStored(One, [One, Two], DateTimeOffset.UnixEpoch),
            new RecordStoredLocally(One, [Two], DateTimeOffset.UnixEpoch), new RecordRefused(One, StorageRefusal.Full),
            new RecordInvalid("name", "less"), new OwnerSilent(One), new RecordsFound(One, [found], true, [Two], []),
            new WatchRecords(new GetSet("guests"), ActorRefs.Nobody), new RecordsWatched(One), new RecordsSeen(One, [found]),
        ];
    }
}
