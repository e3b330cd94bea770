using Rings.Protocol.Paths;

namespace Rings.Protocol.Tests.Streams;

/// <summary>
/// A path as the ends of a set see it: keeps order, loses nothing while it stands, takes no more than there is room for on
/// its way, and ends whenever the world wants, at either side by itself.
/// </summary>
internal sealed class WorldPath
{
    private readonly StreamWorld _world;
    private readonly Direction _there;
    private readonly Direction _back;

    public WorldPath(StreamWorld world, uint index, bool isDirect, double leastRate)
    {
        (_world, Index, IsDirect) = (world, index, isDirect);
        Delay = isDirect ? 0.002 + world.Within(0.02) : 0.005 + world.Within(0.1);
        var (rate, room) = (leastRate * Math.Pow(9_000_000 / leastRate, world.Within(1)), 24_000 + (int)world.Within(60_000));
        _there = new(this, world.Opener, world.Acceptor, rate, room);
        _back = new(this, world.Acceptor, world.Opener, rate, room);
    }

    public uint Index { get; }

    public bool IsDirect { get; }

    public double Delay { get; }

    /// <summary>Whether packets still go.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Whether the acceptor has said yes.</summary>
    public bool IsAccepted { get; set; }

    /// <summary>Changes a bit of each packet from now on.</summary>
    public bool IsMutating { get; set; }

    public void Carry(bool fromOpener, PathPacket packet) => (fromOpener ? _there : _back).Add(packet);

    /// <summary>Early packets wait for the answer.</summary>
    public void Accepted()
    {
        IsAccepted = true;
        _there.Go();
    }

    /// <summary>Ends it in the middle. Each end hears of it later, or never.</summary>
    public void Cut(bool openerHears = true, bool acceptorHears = true)
    {
        if (!IsWhole) return;
        IsWhole = false;
        if (openerHears) _world.Opener.HearEnd(Index, PathCloseReason.Broken, _world.Within(0.5));
        else if (!IsAccepted) _world.Opener.HearEnd(Index, PathCloseReason.NoAnswer, 10);
        if (acceptorHears) _world.Acceptor.HearEnd(Index, PathCloseReason.Broken, _world.Within(0.5));
    }

    /// <summary>One end closes it: what it carried before arrives where it is done, else not.</summary>
    public void Close(bool byOpener, PathCloseReason reason)
    {
        var (from, to) = byOpener ? (_there, _world.Acceptor) : (_back, _world.Opener);
        if (!IsWhole) return;
        if (reason == PathCloseReason.Done) from.WhenEmpty(() => End(to, reason));
        else End(to, reason);
    }

    private void End(StreamWorldEnd to, PathCloseReason reason)
    {
        IsWhole = false;
        to.HearEnd(Index, reason, Delay);
    }

    /// <summary>One direction: a queue, a rate, and as much on its way as there is room for.</summary>
    private sealed class Direction(WorldPath path, StreamWorldEnd from, StreamWorldEnd to, double rate, int room)
    {
        private readonly Queue<PathPacket> _waiting = new();
        private int _underWay;
        private bool _isSending;
        private Action? _whenEmpty;

        public void Add(PathPacket packet)
        {
            _waiting.Enqueue(packet);
            Go();
        }

        public void WhenEmpty(Action action)
        {
            _whenEmpty = action;
            Go();
        }

        public void Go()
        {
            if (_isSending) return;
            if (_waiting.Count == 0 && _underWay == 0) Interlocked.Exchange(ref _whenEmpty, null)?.Invoke();
            if (_waiting.Count == 0 || _underWay > room || (!path.IsAccepted && from == path._world.Acceptor)) return;
            var packet = _waiting.Dequeue();
            (_isSending, _underWay) = (true, _underWay + packet.Cost);
            path._world.After(packet.Cost / rate, () => Leave(packet));
        }

        private void Leave(PathPacket packet)
        {
            _isSending = false;
            if (!path.IsWhole) return;
            from.Do(set => set.PathLeft(path.Index, packet.Cost, path._world.Now));
            path._world.After(path.Delay, () => Arrive(packet));
            Go();
        }

        private void Arrive(PathPacket packet)
        {
            if (!path.IsWhole) return;
            if (!path.IsAccepted)
            {
                path._world.After(0.01, () => Arrive(packet));
                return;
            }

            if (path.IsMutating) packet.Ciphertext[(int)path._world.Within(packet.CiphertextBytes)] ^= 1;
            var cost = packet.Cost;
            to.Do(set => set.Packet(path.Index, packet, path._world.Now));
            packet.Release();
            path._world.After(path.Delay, () =>
            {
                _underWay -= cost;
                if (path.IsWhole) Go();
            });
        }
    }
}
