
namespace Rings.Actors.Public;

/// <summary>What applications see of a set: written by its actor, read by anybody.</summary>
internal sealed class SetView(StreamWay way)
{
    private volatile StreamWay _way = way;

    public StreamWay Way
    {
        get => _way;
        set => _way = value;
    }
}
