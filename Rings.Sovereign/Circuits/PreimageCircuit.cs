using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Rings.Sovereign.Circuits;

/// <summary>SHA-256 of a text whose length everybody knows: its bits go in, the hash comes out.</summary>
internal static class PreimageCircuit
{
    /// <summary>The longest text, bytes: with its padding 40 blocks, about 900,000 ANDs.</summary>
    public const int MaxLength = (40 * BlockBytes) - PaddingBytes;

    private const int BlockBytes = 64;

    /// <summary>One byte that ends the text, and eight with its length in bits.</summary>
    private const int PaddingBytes = 9;

    /// <summary>The circuit.</summary>
    /// <param name="length">Bytes of the text, 0 to 2,551.</param>
    public static Circuit Of(int length)
    {
        var plan = new CircuitPlan(8 * length);
        var padding = Padding(length);
        ImmutableArray<int> state = [];
        for (var from = 0; from < length + padding.Length; from += BlockBytes)
        {
            var secret = Math.Clamp(length - from, 0, BlockBytes);
            var known = padding.AsSpan(Math.Max(0, from - length), BlockBytes - secret);
            var some = plan.Inputs(Math.Min(8 * from, 8 * length), 8 * secret);
            state = from == 0
                ? plan.Place(known.IsEmpty ? Sha256Circuit.First : Sha256Circuit.Block(Sha256Circuit.StartState(), known), some)
                : plan.Place(known.IsEmpty ? Sha256Circuit.Next : Sha256Circuit.Block(null, known), state, some);
        }

        return plan.Finish(state);
    }

    private static byte[] Padding(int length)
    {
        var padding = new byte[((length + PaddingBytes + BlockBytes - 1) / BlockBytes * BlockBytes) - length];
        padding[0] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(padding.AsSpan(padding.Length - 8), 8UL * (ulong)length);
        return padding;
    }
}
