namespace Rings.Sovereign.Groups;

/// <summary>An element of a group of prime order with a base point; the laws are tested for every group.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
/// <typeparam name="TScalar">Numbers modulo the order.</typeparam>
public interface IPrimeGroup<TSelf, TScalar> : IEquatable<TSelf>
    where TSelf : IPrimeGroup<TSelf, TScalar>
    where TScalar : struct, IPrimeScalar<TScalar>
{
    /// <summary>The base point times a number that may be secret: the time does not depend on it.</summary>
    static abstract TSelf OfSecret(TScalar secret);

    /// <summary>The sum of elements, each times its number. Only for numbers that everybody may know.</summary>
    /// <param name="numbers">As many as elements.</param>
    /// <param name="elements">The elements.</param>
    static abstract TSelf PublicSum(ReadOnlySpan<TScalar> numbers, ReadOnlySpan<TSelf> elements);
}
