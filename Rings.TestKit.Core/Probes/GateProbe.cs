using Rings.Actors.Public;

namespace Rings.TestKit.Probes;

/// <summary>Stands behind a node's gate: it receives a protocol's messages, and keeps them.</summary>
public sealed class GateProbe
{
    private readonly List<RingsNodeProtocol.Received> _received = [];

    /// <summary>Receives a protocol's messages at a node from now on.</summary>
    /// <param name="ring">Where.</param>
    /// <param name="number">Which node.</param>
    /// <param name="protocol">The protocol's name, such as <c>orders/1</c>.</param>
    /// <exception cref="RingStepException">There is no such node.</exception>
    /// <exception cref="InvalidOperationException">Another receives the protocol there already.</exception>
    public GateProbe(SimulatedRing ring, int number, string protocol)
    {
        ArgumentNullException.ThrowIfNull(ring);
        ring.Register(ring.Node(number), protocol, _received);
    }

    /// <summary>What the gate let in, oldest first.</summary>
    public IReadOnlyList<RingsNodeProtocol.Received> Received => _received;
}
