namespace Rings.Sovereign.Groups;

/// <summary>A number modulo the prime order of a group.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IPrimeScalar<TSelf> : IEquatable<TSelf>
    where TSelf : struct, IPrimeScalar<TSelf>
{
    /// <summary>The number 0.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>The number 1.</summary>
    static abstract TSelf One { get; }

    /// <summary>Whether it is 0.</summary>
    bool IsZero { get; }

    /// <summary>A small number.</summary>
    /// <param name="number">0 to 2^32 − 1, taken modulo the order.</param>
    static abstract TSelf Of(uint number);

    /// <summary>The sum.</summary>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>The product.</summary>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>What added to it gives 0.</summary>
    static abstract TSelf operator -(TSelf value);

    /// <summary>What multiplied with it gives 1; of 0 it is 0.</summary>
    TSelf Inverse();
}
