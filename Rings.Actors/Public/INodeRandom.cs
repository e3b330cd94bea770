namespace Rings.Actors.Public;

/// <summary>Where a node's chances come from: the system's generator, or a seed.</summary>
public interface INodeRandom
{
    /// <summary>Fills bytes that nobody can guess (unless all comes from a seed).</summary>
    void Fill(Span<byte> target);

    /// <summary>A generator for one owner, for what need not be secret.</summary>
    Random Next();
}
