namespace Rings.Protocol.Wire;

/// <summary>How a <see cref="Lifetime"/> stands to the present.</summary>
public enum LifetimeState
{
    /// <summary>It holds now.</summary>
    Holds,

    /// <summary>It ends before it begins, or lasts longer than the rule allows.</summary>
    WrongLength,

    /// <summary>It was made further in the future than clocks may differ.</summary>
    NotYet,

    /// <summary>It has ended.</summary>
    Over,
}
