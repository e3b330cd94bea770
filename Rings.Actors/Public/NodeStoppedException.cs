namespace Rings.Actors.Public;

/// <summary>The node has stopped: it left the ring, or failed too often. What was under way may have been done.</summary>
public sealed class NodeStoppedException : InvalidOperationException
{
    /// <summary>Says so.</summary>
    public NodeStoppedException()
        : base("The node has stopped.")
    {
    }

    /// <summary>Says so in other words.</summary>
    public NodeStoppedException(string message)
        : base(message)
    {
    }

    /// <summary>Says so in other words, and why.</summary>
    public NodeStoppedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
