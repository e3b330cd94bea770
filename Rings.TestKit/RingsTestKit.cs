using System.Runtime.CompilerServices;
using Akka.Configuration;
using Akka.TestKit;
using Rings.TestKit.Deterministic;
using Rings.Transport.InMemory;
using Xunit.Abstractions;

namespace Rings.TestKit;

/// <summary>
/// A test of actors beside whole nodes in virtual time: <see cref="Ring"/> gives the nodes, and everything of Akka.TestKit
/// works beside them.
/// </summary>
/// <remarks>
/// The nodes and their actors run only while the test runs the ring (<c>Run</c>, <c>Advance</c>); what they told
/// <c>TestActor</c> and probes is there at once when that returns. <c>ExpectMsg</c> and <c>ExpectNoMsg</c> wait in real time
/// and move no node: run the ring first, then expect.
/// </remarks>
public abstract class RingsTestKit : Akka.TestKit.Xunit2.TestKit
{
    private static readonly Config Listening = ConfigurationFactory.ParseString("""
        akka {
          loggers = ["Rings.TestKit.RingEventListener, Rings.TestKit"]
          loggers-dispatcher = "akka.actor.internal-dispatcher"
        }
        """);

    private readonly SimulatedSystem _system;
    private readonly ITestOutputHelper? _output;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private SimulatedRing? _ring;
    private bool _hasFailed;

    /// <param name="output">Where the history goes when the test ends; null: to the console, where an assertion failed.</param>
    /// <param name="config">Configuration of the actor system, as HOCON; <c>rings</c> in it is every node's.</param>
    protected RingsTestKit(ITestOutputHelper? output = null, string config = "")
        : this(SimulatedRing.NewSystem(0, $"{Listening.Root}\n{config}"), output)
    {
    }

    private RingsTestKit(SimulatedSystem system, ITestOutputHelper? output)
        : base(system.System)
    {
        (_system, _output) = (system, output);
        AppDomain.CurrentDomain.FirstChanceException += NoteFailure;
    }

    /// <summary>The ring of this test, without nodes yet.</summary>
    /// <param name="seed">Where the order of everything and every chance come from; <c>RINGS_SEED</c> takes its place.</param>
    /// <param name="network">What lies between the nodes; null: 5 ms one way.</param>
    /// <param name="test">The test's name: the compiler gives it.</param>
    /// <exception cref="InvalidOperationException">The test has a ring already.</exception>
    protected SimulatedRing Ring(int seed, InMemoryNetworkOptions? network = null, [CallerMemberName] string test = "")
    {
        if (_ring is not null) throw new InvalidOperationException("A test has one ring: make a theory with ManySeeds for more runs.");
        _system.World.Reseed(RingSeeds.Of(seed));
        _ring = new SimulatedRing(_system, network);
        _ring.History.Test = $"{GetType().FullName}.{test}";
        return _ring;
    }

    /// <summary>Whether a message of this type waits at <c>TestActor</c>, wherever in its queue; it stays there.</summary>
    /// <remarks>An auto-pilot of <c>TestActor</c> sees waiting messages again. Not for <c>Terminated</c>.</remarks>
    protected bool HasMsg<T>() => HasMsg<T>(static _ => true);

    /// <summary>Whether such a message waits at <c>TestActor</c>, wherever in its queue; it stays there.</summary>
    /// <param name="predicate">Which.</param>
    protected bool HasMsg<T>(Predicate<T> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var waiting = new List<MessageEnvelope>();
        while (HasMessages && TryReceiveOne(out var envelope, TimeSpan.Zero, CancellationToken.None)) waiting.Add(envelope);
        foreach (var envelope in waiting) TestActor.Tell(envelope.Message, envelope.Sender);
        return waiting.Exists(envelope => envelope.Message is T message && predicate(message));
    }

    /// <summary>Ends the nodes and the system, and writes down what happened.</summary>
    protected override void AfterAll()
    {
        AppDomain.CurrentDomain.FirstChanceException -= NoteFailure;
        if (_ring is { } ring) Write(ring.History);
        _system.Dispose();
        if (!_system.World.IsEndless) base.AfterAll();
    }

    private void Write(RingHistory history)
    {
        // The runner shows a test's output where the test failed.
        if (_output is not null) _output.WriteLine(history.ToString());
        else if (_hasFailed) Console.WriteLine(history.ToString());
    }

    private void NoteFailure(object? source, System.Runtime.ExceptionServices.FirstChanceExceptionEventArgs thrown)
    {
        if (Environment.CurrentManagedThreadId == _thread && thrown.Exception is Xunit.Sdk.IAssertionException) _hasFailed = true;
    }
}
