using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Rings.Browser.Akka;

/// <summary>Stands for the serializer by reflection, which a tab neither has nor needs: its messages leave no process.</summary>
internal sealed class NoSerializer : Serializer
{
    /// <summary>As the system makes it.</summary>
    public NoSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    /// <summary>As the system makes it where the configuration says something of it.</summary>
    public NoSerializer(ExtendedActorSystem system, Config settings)
        : base(system) => _ = settings;

    /// <inheritdoc/>
    public override int Identifier => 1;

    /// <inheritdoc/>
    public override bool IncludeManifest => false;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => throw NotHere();

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, Type type) => throw NotHere();

    private static NotSupportedException NotHere() => new("A tab sends no objects to other processes.");
}
