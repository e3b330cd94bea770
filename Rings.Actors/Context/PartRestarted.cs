using Akka.Actor;

namespace Rings.Actors.Context;

/// <summary>A part failed, stands again, and must be told what its place in the node is.</summary>
internal sealed record PartRestarted : INoSerializationVerificationNeeded
{
    public static readonly PartRestarted Instance = new();
}
