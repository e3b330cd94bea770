namespace Rings.Actors.Identity;

/// <summary>What a <see cref="RevocationKeeper"/> leaves to the one that takes its place after a failure.</summary>
/// <param name="watch">Whom it watches.</param>
internal sealed class RevocationMemory(RevocationWatch watch)
{
    public RevocationWatch Watch => watch;

    /// <summary>Whether the node has a ring to ask.</summary>
    public bool IsMember { get; set; }
}
