using System.Runtime.Intrinsics;

namespace Rings.Sovereign.Vole;

/// <summary>In C# that runs everywhere: AES by logic on 64 blocks at once, without tables; products by multiplication with gaps.</summary>
internal readonly struct PlainPath : IVolePath
{
    /// <summary>Each fifth bit: between two of them there is room to count up to 13 products.</summary>
    private const int Gap = 5;

    private static readonly UInt128 EachFifth = Fifth();

    /// <inheritdoc/>
    public static int Strip => PlainAes.Width;

    /// <inheritdoc/>
    public static void Schedule(ReadOnlySpan<Vector128<ulong>> keys, Span<Vector128<ulong>> rounds)
    {
        for (var at = 0; at < keys.Length; at += PlainAes.Width)
        {
            var some = keys[at..Math.Min(keys.Length, at + PlainAes.Width)];
            PlainAes.Schedule(some, rounds.Slice(at * PlainAes.RoundKeys, some.Length * PlainAes.RoundKeys));
        }
    }

    /// <inheritdoc/>
    public static void Encrypt(ReadOnlySpan<Vector128<ulong>> rounds, Span<Vector128<ulong>> blocks)
    {
        for (var at = 0; at < blocks.Length; at += PlainAes.Width)
            PlainAes.Encrypt(rounds, blocks[at..Math.Min(blocks.Length, at + PlainAes.Width)]);
    }

    /// <inheritdoc/>
    public static Vector128<ulong> Low(Vector128<ulong> a, Vector128<ulong> b) => Multiply(a.GetElement(0), b.GetElement(0));

    /// <inheritdoc/>
    public static Vector128<ulong> High(Vector128<ulong> a, Vector128<ulong> b) => Multiply(a.GetElement(1), b.GetElement(1));

    /// <inheritdoc/>
    public static Vector128<ulong> Cross(Vector128<ulong> a, Vector128<ulong> b) =>
        Multiply(a.GetElement(0), b.GetElement(1)) ^ Multiply(a.GetElement(1), b.GetElement(0));

    private static Vector128<ulong> Multiply(ulong a, ulong b)
    {
        var product = UInt128.Zero;
        for (var sum = 0; sum < Gap; sum++)
        {
            // What two bits give lies at the sum of their places; carries do not reach the next place of the same rest.
            var some = UInt128.Zero;
            for (var i = 0; i < Gap; i++)
            {
                var high = Math.BigMul(a & Some(i), b & Some((sum + Gap - i) % Gap), out var low);
                some ^= new UInt128(high, low);
            }

            product |= some & (EachFifth << sum);
        }

        return Vector128.Create((ulong)product, (ulong)(product >> 64));
    }

    private static ulong Some(int rest) => (ulong)EachFifth << rest;

    private static UInt128 Fifth()
    {
        var bits = UInt128.Zero;
        for (var i = 0; i < 128; i += Gap) bits |= UInt128.One << i;
        return bits;
    }
}
