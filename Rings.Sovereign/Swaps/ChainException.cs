namespace Rings.Sovereign.Swaps;

/// <summary>
/// A chain cannot be asked, is not the one that it was, or its endpoints do not agree: nothing is known of it for now. Asked again
/// later.
/// </summary>
public sealed class ChainException : Exception
{
    /// <summary>Without a reason.</summary>
    public ChainException()
    {
    }

    /// <summary>With a reason, for people.</summary>
    public ChainException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason, and what lies below it.</summary>
    public ChainException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
