namespace Rings.Sovereign.Swaps;

/// <summary>Which of a swap's two locks.</summary>
public enum LegSide
{
    /// <summary>Leg 1: what who offers gives; locked first, taken back from T1 on.</summary>
    First = 1,

    /// <summary>Leg 2: what who accepts gives; locked second, taken back from T2 on.</summary>
    Second = 2,
}
