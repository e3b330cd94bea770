using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Tests.Sharing;

/// <summary>The squares modulo 23: a group of 11 elements, with base 4.</summary>
internal readonly record struct SmallPoint(int Value) : IPrimeGroup<SmallPoint, SmallScalar>
{
    private const int Modulus = 23;
    private const int Base = 4;

    public static SmallPoint OfSecret(SmallScalar secret) => new(Power(Base, secret.Value));

    public static SmallPoint PublicSum(ReadOnlySpan<SmallScalar> numbers, ReadOnlySpan<SmallPoint> elements)
    {
        var sum = 1;
        for (var i = 0; i < numbers.Length; i++) sum = sum * Power(elements[i].Value, numbers[i].Value) % Modulus;
        return new(sum);
    }

    private static int Power(int value, int exponent)
    {
        var power = 1;
        for (var i = 0; i < exponent; i++) power = power * value % Modulus;
        return power;
    }
}
