using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Rings.Actors.Serialization;

/// <summary>Stands in a configuration where Akka wants a serializer: the actors are in one process, and nothing of theirs leaves
/// it.</summary>
internal sealed class NothingSerialized : Serializer
{
    /// <param name="system">The actors' system.</param>
    public NothingSerialized(ExtendedActorSystem system)
        : base(system)
    {
    }

    /// <param name="system">The actors' system.</param>
    /// <param name="settings">Akka's for the serializer in whose place this stands.</param>
    public NothingSerialized(ExtendedActorSystem system, Config settings)
        : base(system) => _ = settings;

    /// <inheritdoc/>
    public override int Identifier => 0x52_49_4F;

    /// <inheritdoc/>
    public override bool IncludeManifest => false;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => throw Nothing();

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, Type type) => throw Nothing();

    private static NotSupportedException Nothing() => new("Nothing is serialized between the actors of rings.");
}
