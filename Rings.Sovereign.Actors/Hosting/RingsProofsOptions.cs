namespace Rings.Sovereign.Actors.Hosting;

/// <summary>Where the proofs beside a node keep the tags that they were shown, and what they know of the world.</summary>
public sealed class RingsProofsOptions : KeepingOptions;
