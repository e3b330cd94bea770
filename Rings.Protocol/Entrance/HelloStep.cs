namespace Rings.Protocol.Entrance;

/// <summary>What the beginning of a connection means to an entrance: one of the types nested here.</summary>
internal abstract record HelloStep
{
    private HelloStep()
    {
    }

    /// <summary>There is too little to tell.</summary>
    public sealed record Wait : HelloStep;

    /// <summary>A hello that says where it wants to go.</summary>
    /// <param name="Name">The host name, in lower case: letters, digits, <c>- _ .</c>, and no address.</param>
    /// <param name="HasInner">Whether another hello is sealed in it (ECH); many browsers pretend so.</param>
    public sealed record Hello(string Name, bool HasInner) : HelloStep;

    /// <summary>It is sent away.</summary>
    /// <param name="Answer">What it is told, bytes as they are sent.</param>
    /// <param name="Why">Why, as a clause for the log; nothing of what was sent is in it.</param>
    public sealed record Refuse(ReadOnlyMemory<byte> Answer, string Why) : HelloStep;
}
