using Rings.Sovereign.Proofs.Statements;

namespace Rings.Sovereign.Actors.Hosting;

/// <summary>Where the proofs beside a node keep the tags that they were shown, and what they know of the world.</summary>
public sealed class RingsProofsOptions : KeepingOptions
{
    /// <summary>The circuits of others that can be proven and believed: both sides must have one before.</summary>
    public CircuitBook Circuits { get; set; } = CircuitBook.Empty;
}
