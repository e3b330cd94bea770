using System.Runtime.Intrinsics;

namespace Rings.Sovereign.Vole;

/// <summary>
/// AES-128 and multiplication without carry, on one kind of machine. Both paths give the same bytes, and neither chooses an
/// address or a branch by a secret.
/// </summary>
internal interface IVolePath
{
    /// <summary>How many blocks it encrypts best at once.</summary>
    static abstract int Strip { get; }

    /// <summary>Computes round keys.</summary>
    /// <param name="keys">Keys of 16 bytes.</param>
    /// <param name="rounds">11 for each key.</param>
    static abstract void Schedule(ReadOnlySpan<Vector128<ulong>> keys, Span<Vector128<ulong>> rounds);

    /// <summary>Encrypts each block under one key.</summary>
    /// <param name="rounds">The key's 11 round keys.</param>
    /// <param name="blocks">Blocks, changed in place.</param>
    static abstract void Encrypt(ReadOnlySpan<Vector128<ulong>> rounds, Span<Vector128<ulong>> blocks);

    /// <summary>The product of the lower halves.</summary>
    static abstract Vector128<ulong> Low(Vector128<ulong> a, Vector128<ulong> b);

    /// <summary>The product of the higher halves.</summary>
    static abstract Vector128<ulong> High(Vector128<ulong> a, Vector128<ulong> b);

    /// <summary>The sum of both products of a lower half with a higher one.</summary>
    static abstract Vector128<ulong> Cross(Vector128<ulong> a, Vector128<ulong> b);
}
