using System.Collections.Immutable;
using System.Reflection;
using Akka.Actor;
using Akka.Configuration;
using Rings.Actors.Hosting;
using Rings.Actors.Public;
using Rings.Actors.Serialization;
using Rings.Actors.Settings;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Storage;
using Rings.Transport.InMemory;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Serialization;

public sealed class RingsNodeSerializerSpecs : IAsyncLifetime
{
    private static readonly Did One = Did.Zero.Finger(159) + Distance.PowerOfTwo(3);
    private static readonly Did Two = Did.Zero.Finger(70);

    private readonly ActorSystem _system = ActorSystem.Create(
        "serialize",
        ConfigurationFactory.ParseString("akka { loglevel = WARNING, actor.serialize-messages = on }")
            .WithFallback(NodeSettings.ReferenceConfig()));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _system.Terminate();

    [Fact]
    public void Every_public_message_comes_back_as_it_went()
    {
        foreach (var message in Messages())
        {
            var serializer = Assert.IsType<RingsNodeSerializer>(_system.Serialization.FindSerializerFor(message));
            var back = serializer.FromBinary(serializer.ToBinary(message), message.GetType());
            Assert.Equal(Describe(message), Describe(back));
        }
    }

    [Fact]
    public void No_public_message_is_forgotten_here()
    {
        Type[] parts = [typeof(LinkStatus), typeof(FoundRecord), typeof(TracedHop)];
        var all = typeof(RingsNodeProtocol).GetNestedTypes().Where(type => type is { IsClass: true, IsAbstract: false });

        Assert.Empty(all.Except(parts).Except(Messages().Select(message => message.GetType())));
    }

    [Fact]
    public async Task A_node_works_with_every_message_serialised()
    {
        using var leash = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var network = new InMemoryNetwork();
        var (left, right) = (Start(network, "left"), Start(network, "right"));
        var to = (await right.GetStatusAsync(leash.Token)).Did;
        var offer = Assert.IsType<OfferCreated>(await left.CreateOfferAsync(to, leash.Token));
        var answer = Assert.IsType<OfferAnswered>(await right.AnswerOfferAsync(offer.Offer, cancel: leash.Token));
        Assert.Equal(new Connected(to), await left.AcceptAnswerAsync(answer.Answer, leash.Token));

        await using var messages = right.MessagesAsync("chat/1", cancel: leash.Token).GetAsyncEnumerator(leash.Token);
        var first = messages.MoveNextAsync();
        while (!(await right.GetStatusAsync(leash.Token)).Protocols.Contains("chat/1")) await Task.Yield();
        var outcome = await left.SendPlainAsync(to, "chat/1", new byte[] { 1, 2, 3 }, cancel: leash.Token);

        Assert.IsType<Delivered>(outcome);
        Assert.True(await first);
        Assert.Equal([1, 2, 3], messages.Current.Payload);
        Assert.Equal(to, Assert.Single((await left.GetStatusAsync(leash.Token)).Links).Peer);
    }

    private RingsClient Start(InMemoryNetwork network, string name) => new(
        _system.StartRingsNode(options =>
            options.Ring("serialize").Transport(_ => network.CreateFactory(name)), name), _system);

    /// <summary>A record's own equality stops at arrays: this looks inside.</summary>
    private static string Describe(object message) => string.Join(", ", message.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(property => $"{property.Name}={Value(property.GetValue(message))}"));

    private static string Value(object? value) => value switch
    {
        null => "null",
        string text => text,
        IActorRef actor => actor.Path.ToString(),
        NodeStatus status => Describe(status),
        System.Collections.IEnumerable many => string.Join(' ', many.Cast<object>().Select(Value)),
        LinkStatus link => Describe(link),
        FoundRecord record => Describe(record),
        _ => $"{value}",
    };

    private IEnumerable<object> Messages()
    {
        var link = new LinkStatus(
            One, LinkState.Ready, RingPhase.Member, true, false, TimeSpan.FromMilliseconds(1.5), "a", null, 1, 2, 3,
                4, TimeSpan.FromHours(1));
        var status = new NodeStatus(
            One, "ring", RingPhase.Member, [Two], [One, Two], [], 2.5, [link], ["chat/1"], TimeSpan.FromSeconds(1));
        ImmutableArray<Did> dids = [One, Two];
        return
        [
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
            new OfferAnswered([2]), new AcceptAnswer([3]), new RegisterProtocol("a/1", _system.DeadLetters, 3),
                new Taken(1),
            new ProtocolRegistered("a/1"), new ProtocolTaken("a/1"),
            new Received(One, "a/1", [1], "id", DateTimeOffset.UnixEpoch.AddDays(1)),
                new Subscribe(_system.DeadLetters),
            new Subscribed(status), new Unsubscribe(_system.DeadLetters), Leave.Instance, Left.Instance, status,
            new DelegationRenewed(DateTimeOffset.UnixEpoch), new DelegationEnding(DateTimeOffset.UnixEpoch),
            new LinkOpened(One), new LinkClosed(One, "why"), new LinkSuspected(One), new LinkRestored(Two),
            new PhaseChanged(RingPhase.Member), new NeighboursChanged(dids, []), new OwnershipChanged(null),
                new OwnershipChanged(One),
            new NodeFailed("router", "why"), .. RecordMessages(), .. SessionMessages(),
        ];
    }

    private static IEnumerable<object> SessionMessages() =>
    [
        new Send(One, "chat/1", [1], Mail: false, TimeSpan.FromSeconds(2)), new Mailed("id", DateTimeOffset.UnixEpoch),
        new MailFetched(One, "id"), new MailExpired(Two, "id"), new SessionEstablished(One),
        GetHoldings.Instance, new NodeHoldings(2048, 1L << 30, 3, null, DateTimeOffset.UnixEpoch),
    ];

    private static IEnumerable<object> RecordMessages()
    {
        var found = new FoundRecord(Two, [1], [2, 3], 7, DateTimeOffset.UnixEpoch.AddDays(2));
        return
        [
            new PutRegister("motd", [1], TimeSpan.FromHours(1), Consistency.All, Renew: true),
            new AddElement("guests", [1], [2], One), new RemoveElement("guests", [1], One, Two),
            new PutBlob([1, 2], IsManifest: true), new GetRegister(One, "motd"), new GetSet("guests", Two),
            new GetBlob(BlobHash.OfChunk([1])), new RecordStored(One, [One, Two], DateTimeOffset.UnixEpoch),
            new RecordStoredLocally(One, [Two], DateTimeOffset.UnixEpoch), new RecordRefused(One, StorageRefusal.Full),
            new RecordInvalid("name", "less"), new OwnerSilent(One), new RecordsFound(One, [found], true, [Two], []),
            new WatchRecords(new GetSet("guests"), ActorRefs.Nobody), new RecordsWatched(One), new RecordsSeen(One, [found]),
        ];
    }
}
