using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Tests.Sharing;

/// <summary>A number modulo 11.</summary>
internal readonly record struct SmallScalar(int Value) : IPrimeScalar<SmallScalar>
{
    public const int Order = 11;

    public static SmallScalar Zero => new(0);

    public static SmallScalar One => new(1);

    public bool IsZero => Value == 0;

    public static SmallScalar Of(uint number) => new((int)(number % Order));

    public static SmallScalar operator +(SmallScalar left, SmallScalar right) => new((left.Value + right.Value) % Order);

    public static SmallScalar operator *(SmallScalar left, SmallScalar right) => new(left.Value * right.Value % Order);

    public static SmallScalar operator -(SmallScalar value) => new((Order - value.Value) % Order);

    public SmallScalar Inverse()
    {
        var power = One;
        for (var i = 0; i < Order - 2; i++) power *= this;
        return power;
    }
}
