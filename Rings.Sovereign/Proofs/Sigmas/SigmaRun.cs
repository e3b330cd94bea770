namespace Rings.Sovereign.Proofs.Sigmas;

/// <summary>A move, and what answers one challenge to it.</summary>
/// <param name="Move">The move.</param>
/// <param name="Answer">Called once: two answers give the secret away.</param>
internal sealed record SigmaRun(byte[] Move, Func<UInt128, byte[]> Answer);
