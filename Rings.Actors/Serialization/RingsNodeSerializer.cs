using System.Collections.Concurrent;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace Rings.Actors.Serialization;

/// <summary>
/// Carries the public messages of a node between the systems of one Akka cluster, whose members trust each other.
/// Bytes from the ring never meet it.
/// </summary>
/// <remarks>
/// Akka's own Hyperion serializer, one for each kind of message (<see cref="MessageShape"/>), with settings and a type
/// filter of ours, so that a host's use of Hyperion is not changed by ours. Bound to <c>RingsNodeProtocol</c>'s interfaces
/// by rings.conf, so it applies to nothing else.
/// </remarks>
public sealed class RingsNodeSerializer : SerializerWithStringManifest
{
    private readonly ConcurrentDictionary<Type, MessageShape> _shapes = new();
    private readonly ConcurrentDictionary<string, MessageShape> _byManifest = new(StringComparer.Ordinal);
    private readonly PublicMessageTypes _filter;
    private readonly RefusalLog _log;

    /// <summary>Makes the serializer of a system.</summary>
    public RingsNodeSerializer(ExtendedActorSystem system)
        : base(system)
    {
        ArgumentNullException.ThrowIfNull(system);
        _log = new(system);
        _filter = new(_log);
    }

    /// <inheritdoc/>
    public override int Identifier => 0x52_49_4E;

    /// <summary>The message's name, and a hash of the fields that it consists of.</summary>
    /// <exception cref="SerializationException">It is no public message of a node.</exception>
    public override string Manifest(object o) => ShapeOf(o).Manifest;

    /// <inheritdoc/>
    /// <exception cref="SerializationException">It is no public message of a node.</exception>
    public override byte[] ToBinary(object obj) => ShapeOf(obj).Hyperion.ToBinary(obj);

    /// <inheritdoc/>
    /// <exception cref="SerializationException">
    /// The manifest is none of a message that this version of the program has, or the bytes are none of that message, or
    /// name a type that is no part of one.
    /// </exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        var shape = _byManifest.TryGetValue(manifest, out var known) ? known : Learn(manifest);
        var message = shape.Hyperion.FromBinary(bytes, shape.Type);
        return message?.GetType() == shape.Type
            ? message
            : throw new SerializationException($"The bytes are another message than '{manifest}'.");
    }

    private MessageShape ShapeOf(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return _shapes.TryGetValue(message.GetType(), out var known) ? known : ShapeOf(message.GetType());
    }

    private MessageShape ShapeOf(Type type) => MessageTypes.Find(type.Name) == type
        ? _shapes.GetOrAdd(type, made => new MessageShape(made, system, _filter))
        : throw new SerializationException($"{type} is no public message of a node.");

    /// <summary>Finds a message by its manifest, and keeps that: there are as many as there are messages.</summary>
    private MessageShape Learn(string manifest)
    {
        var name = manifest.Split('-')[0];
        if (MessageTypes.Find(name) is { } type && ShapeOf(type) is var shape && shape.Manifest == manifest)
            return _byManifest.GetOrAdd(manifest, shape);
        _log.Tell("A member of the cluster sends a message that this version of Rings.Actors does not have, or has with other "
            + "fields: {0}. Do all members run the same version?", manifest);
        throw new SerializationException($"'{manifest}' is no message of this version of Rings.Actors.");
    }
}
