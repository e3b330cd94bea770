namespace Rings.Protocol.Tests.Paths;

/// <summary>A link of a <see cref="PathWorld"/>: the same rate and delay both ways.</summary>
internal sealed class SimLink
{
    public SimLink(PathWorld world, SimNode one, SimNode other, double rate, double delay)
    {
        (Rate, Delay) = (rate, delay);
        One = new(world, this, one, isOfferer: true);
        Other = new(world, this, other, isOfferer: false);
        (One.Peer, Other.Peer) = (Other, One);
        one.Ports.Add(One);
        other.Ports.Add(Other);
    }

    /// <summary>Bytes a second.</summary>
    public double Rate { get; set; }

    /// <summary>Seconds each way.</summary>
    public double Delay { get; }

    public SimPort One { get; }

    public SimPort Other { get; }

    public bool IsDown { get; private set; }

    /// <summary>Both ends lose the link.</summary>
    public void Cut()
    {
        IsDown = true;
        One.Paths.End();
        Other.Paths.End();
    }
}
