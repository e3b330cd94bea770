namespace Rings.Sovereign.Proofs;

/// <summary>A file's content.</summary>
/// <param name="content">Its bytes.</param>
public sealed class FileWitness(ReadOnlyMemory<byte> content) : ProofWitness
{
    internal ReadOnlySpan<byte> Content => content.Span;
}
