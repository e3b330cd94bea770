using Rings.Protocol.EndToEnd;

namespace Rings.Protocol.Tests.EndToEnd;

/// <summary>
/// Two ends that talk over a network that loses, repeats and reorders, and that crash: driven by numbers.
/// </summary>
internal sealed class RatchetWorld
{
    private readonly Party _alice = new(1);
    private readonly Party _bob = new(2);
    private readonly List<Packet> _network = [];
    private readonly Dictionary<int, Fate> _fates = [];
    private Session? _left;
    private Session? _right;
    private int _generation;

    public RatchetWorld() => Meet();

    public int Sealed { get; private set; }

    public HashSet<string> Keys { get; } = [];

    /// <summary>One thing that happens: 0 to 99 says what.</summary>
    public void Step(int choice)
    {
        switch (choice)
        {
            case < 35:
                Send(fromLeft: true);
                break;
            case < 60:
                Send(fromLeft: false);
                break;
            case < 85:
                Deliver(choice % Math.Max(1, _network.Count), keep: false);
                break;
            case < 92:
                Deliver(choice % Math.Max(1, _network.Count), keep: true);
                break;
            case < 97 when _network.Count > 0:
                _network.RemoveAt(choice % _network.Count);
                break;
            case >= 97:
                Crash();
                break;
            default:
                break;
        }
    }

    public void DeliverAll()
    {
        while (_network.Count > 0) Deliver(_network.Count - 1, keep: false);
    }

    public void Check()
    {
        foreach (var fate in _fates.Values)
        {
            Assert.InRange(fate.Opened, 0, 1);
            Assert.Equal(fate.Delivered, fate.Opened + fate.Reported);

            // What is delivered into the session that it was sealed in is opened: nothing is reported without need.
            Assert.True(fate.Opened == 1 || fate.Delivered == 0 || fate.WasCrashed);
        }
    }

    private void Meet()
    {
        (_left, _right) = _alice.Meet(_bob);
        _left.Ratchet.Sealing = Note;
        _right.Ratchet.Sealing = Note;
        _generation++;
    }

    private void Note(byte[] key)
    {
        Sealed++;
        Assert.True(Keys.Add(Convert.ToHexString(key)));
    }

    private void Send(bool fromLeft)
    {
        var session = fromLeft ? _left! : _right!;
        if (!session.CanSeal) return;
        var number = _fates.Count;
        _fates[number] = new Fate();
        _network.Add(new(number, fromLeft, _generation, session.Seal(BitConverter.GetBytes(number))));
    }

    private void Deliver(int index, bool keep)
    {
        if (_network.Count == 0) return;
        var packet = _network[index];
        if (!keep) _network.RemoveAt(index);
        var fate = _fates[packet.Number];
        fate.Delivered++;
        fate.WasCrashed |= packet.Generation != _generation;
        var failure = (packet.FromLeft ? _right! : _left!).Open(packet.Bytes, Party.Now, out var text);
        if (failure != SessionFailure.None)
        {
            fate.Reported++;
            return;
        }

        fate.Opened++;
        Assert.Equal(packet.Number, BitConverter.ToInt32(text));
    }

    /// <summary>
    /// One end loses all it had in memory: both begin a new session, and what was on its way is undeliverable.
    /// </summary>
    private void Crash()
    {
        _left!.Dispose();
        _right!.Dispose();
        Meet();
    }

    private sealed record Packet(int Number, bool FromLeft, int Generation, byte[] Bytes);

    private sealed class Fate
    {
        public int Delivered { get; set; }

        public int Opened { get; set; }

        public int Reported { get; set; }

        public bool WasCrashed { get; set; }
    }
}
