namespace Rings.Protocol.Wire;

/// <summary>
/// What is wrong with bytes from a peer: told without an exception where a flood of them must stay cheap.
/// </summary>
/// <param name="Field">The field, in the words of the .proto files, such as <c>Route.hops_left</c>.</param>
/// <param name="Expected">What was expected there, as a phrase.</param>
internal readonly record struct WireFault(string Field, string Expected)
{
    /// <summary>Nothing is wrong.</summary>
    public static WireFault None => default;

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsNone => Field is null;

    /// <summary>The same as an exception.</summary>
    public ProtocolException ToException() => new(Field, Expected);

    /// <summary>Throws unless nothing is wrong.</summary>
    /// <exception cref="ProtocolException">Something is.</exception>
    public void ThrowIfAny()
    {
        if (!IsNone) throw ToException();
    }
}
