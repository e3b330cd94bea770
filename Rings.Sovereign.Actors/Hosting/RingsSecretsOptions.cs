using Akka.Actor;

namespace Rings.Sovereign.Actors.Hosting;

/// <summary>Where a keeper of secrets keeps them.</summary>
public sealed class RingsSecretsOptions : KeepingOptions
{
    /// <summary>The proofs beside the same node, by which guardians show their shares; null: it has its own, and nobody else any.</summary>
    public IActorRef? Proofs { get; set; }
}
