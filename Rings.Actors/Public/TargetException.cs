namespace Rings.Actors.Public;

/// <summary>The target of a service could not be connected to.</summary>
/// <param name="code">What the caller is told: one of <see cref="Rings.Protocol.Streams.StreamCode"/>.</param>
/// <param name="detail">What the owner of the service is told, as a clause; callers must not learn it.</param>
public sealed class TargetException(long code, string detail) : IOException(detail)
{
    /// <summary>What the caller is told: one of <see cref="Rings.Protocol.Streams.StreamCode"/>.</summary>
    public long Code { get; } = code;
}
