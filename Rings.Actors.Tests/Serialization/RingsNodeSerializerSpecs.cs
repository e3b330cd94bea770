using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Rings.Actors.Hosting;
using Rings.Actors.Public;
using Rings.Actors.Serialization;
using Rings.Actors.Settings;
using Rings.Protocol;
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
        foreach (var message in PublicMessages.All(_system.DeadLetters))
        {
            var serializer = Assert.IsType<RingsNodeSerializer>(_system.Serialization.FindSerializerFor(message));
            var back = serializer.FromBinary(serializer.ToBinary(message), serializer.Manifest(message));
            Assert.Equal(PublicMessages.Describe(message), PublicMessages.Describe(back));
        }
    }

    [Fact]
    public void No_type_of_ours_is_named_in_the_bytes_so_that_the_manifest_speaks_for_each()
    {
        foreach (var message in PublicMessages.All(_system.DeadLetters))
        {
            var bytes = ((RingsNodeSerializer)_system.Serialization.FindSerializerFor(message)).ToBinary(message);

            // A collection is named with the type of its elements; the elements themselves have a number.
            Assert.DoesNotMatch(@"(?<!\[\[)Rings\.Actors\.Public\.", Encoding.Latin1.GetString(bytes));
        }
    }

    [Fact]
    public void A_manifest_is_of_one_message_and_speaks_for_every_field_of_every_part()
    {
        var serializer = new RingsNodeSerializer((ExtendedActorSystem)_system);
        var messages = PublicMessages.All(_system.DeadLetters).DistinctBy(message => message.GetType()).ToList();
        Assert.Equal(messages.Count, messages.Select(serializer.Manifest).Distinct().Count());

        var status = MessageShape.Describe(typeof(NodeStatus)).Split('\n');
        Type[] parts =
        [
            typeof(NodeStatus), typeof(LinkStatus), typeof(LinkPath), typeof(LinkCandidate), typeof(SeedTrouble), typeof(StoreFailing),
        ];
        foreach (var part in parts)
        {
            Assert.Contains(MessageTypes.Name(part), status);
            foreach (var property in part.GetProperties().Where(property => property.CanWrite))
                Assert.Contains($"  <{property.Name}>k__BackingField: {MessageTypes.Name(property.PropertyType)}", status);
        }

        // What a question consists of belongs to the message that has it inside.
        Assert.Contains(MessageTypes.Name(typeof(GetSet)), MessageShape.Describe(typeof(WatchRecords)).Split('\n'));
    }

    [Fact]
    public void No_public_message_is_forgotten_here()
    {
        Type[] parts =
        [
            typeof(LinkStatus), typeof(FoundRecord), typeof(TracedHop), typeof(SeedTrouble),
            typeof(OwnRecordStatus), typeof(PostedLetter), typeof(LinkCandidate), typeof(LinkPath),
            typeof(ServiceOffer), typeof(ServiceStatus), typeof(ServiceCaller), typeof(TicketStatus), typeof(ProviderStatus),
        ];
        var all = typeof(RingsNodeProtocol).GetNestedTypes().Where(type => type is { IsClass: true, IsAbstract: false });

        Assert.Empty(all.Except(parts).Except(PublicMessages.All(_system.DeadLetters).Select(message => message.GetType())));
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
}
