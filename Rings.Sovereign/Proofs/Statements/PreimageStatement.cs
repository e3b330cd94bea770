using System.Collections.Immutable;
using System.Globalization;
using Rings.Protocol;
using Rings.Sovereign.Circuits;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Statements;

/// <summary>"I have the file of this length whose SHA-256 is this."</summary>
public sealed class PreimageStatement : CircuitStatement
{
    /// <summary>The longest file, bytes.</summary>
    public const int MaxLength = PreimageCircuit.MaxLength;

    /// <summary>Makes the statement.</summary>
    /// <param name="hash">SHA-256 of the file.</param>
    /// <param name="length">Its length, 0 to 2,551 bytes; whoever is shown the proof learns it.</param>
    /// <exception cref="ProtocolException">A longer file.</exception>
    public PreimageStatement(Bytes32 hash, int length)
    {
        if (length is < 0 or > MaxLength) throw new ProtocolException("ProofPreimage.length", "0 to 2,551 bytes");
        (Hash, Length) = (hash, length);
    }

    /// <summary>SHA-256 of the file.</summary>
    public Bytes32 Hash { get; }

    /// <summary>Bytes of the file.</summary>
    public int Length { get; }

    /// <inheritdoc/>
    public override string Claim => string.Create(
        CultureInfo.InvariantCulture, $"the holder of a file of {Length:N0} bytes with the SHA-256 {Hash}");

    private protected override ImmutableArray<byte> Outputs(ProofContext context) => [.. Hash.ToByteArray()];

    private protected override Circuit MakeCircuit() => PreimageCircuit.Of(Length);

    private protected override byte[]? InputsOf(ProofWitness witness, ProofContext context) =>
        witness is FileWitness file && file.Content.Length == Length ? file.Content.ToArray() : null;
}
