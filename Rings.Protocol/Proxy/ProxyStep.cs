namespace Rings.Protocol.Proxy;

/// <summary>What a proxy does next with a connection whose program has said something: one of the types nested here.</summary>
internal abstract record ProxyStep
{
    private ProxyStep()
    {
    }

    /// <summary>Nothing: not all that was begun is there.</summary>
    public sealed record Wait : ProxyStep;

    /// <summary>It says something, and reads on.</summary>
    /// <param name="Taken">Bytes of the program that are done with.</param>
    /// <param name="Answer">What it says.</param>
    public sealed record Say(int Taken, ReadOnlyMemory<byte> Answer) : ProxyStep;

    /// <summary>It connects, and says what came of it with <see cref="ProxyHandshake.Answer"/>.</summary>
    /// <param name="Taken">Bytes of the program that are done with; what follows is for the other end.</param>
    /// <param name="Host">A host name; anything at all but empty.</param>
    /// <param name="Port">1 to 65,535.</param>
    public sealed record Connect(int Taken, string Host, int Port) : ProxyStep;

    /// <summary>It says something, and closes the connection.</summary>
    /// <param name="Answer">What it says; empty: nothing that the program would understand.</param>
    /// <param name="Why">Why, as a clause.</param>
    public sealed record Refuse(ReadOnlyMemory<byte> Answer, string Why) : ProxyStep;
}
