using Akka.Actor;
using Akka.Configuration;
using Rings.Actors.Settings;

namespace Rings.Actors.Tests.Serialization;

/// <summary>Two actor systems, joined by Akka.Remote over loopback: every public message goes there and back.</summary>
public sealed class TwoSystemsSpecs : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ActorSystem _near = System("near");
    private readonly ActorSystem _far = System("far");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Task.WhenAll(_near.Terminate(), _far.Terminate());

    [Fact]
    public async Task Every_public_message_goes_to_a_remote_client_and_back()
    {
        var mirror = _far.ActorOf(Props.Create(() => new Mirror()), "mirror");
        var address = ((ExtendedActorSystem)_far).Provider.DefaultAddress;
        var remote = await _near.ActorSelection(new RootActorPath(address) / "user" / "mirror").ResolveOne(Patience);
        Assert.NotEqual(mirror, remote);
        var messages = PublicMessages.All(_near.DeadLetters).ToList();
        var seen = 0;
        foreach (var message in messages)
        {
            var back = await remote.Ask<object>(message, Patience);

            Assert.IsType(message.GetType(), back);
            Assert.Equal(PublicMessages.Describe(message), PublicMessages.Describe(back));
            seen++;
        }

        Assert.Equal(messages.Count, seen);
    }

    private static ActorSystem System(string name) => ActorSystem.Create(name, ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = WARNING
          actor.provider = remote
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
        }
        """).WithFallback(NodeSettings.ReferenceConfig()));

    /// <summary>Sends back what it is sent; it came over the wire, and so does the answer.</summary>
    private sealed class Mirror : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }
}
