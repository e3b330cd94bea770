using System.Collections.Immutable;
using Akka.Actor;
using Akka.Serialization;
using Hyperion;
using Rings.Protocol;
using Rings.Protocol.Storage;

namespace Rings.Actors.Serialization;

/// <summary>
/// Carries the public messages of a node between the systems of one Akka cluster, whose members trust each other.
/// Bytes from the ring never meet it.
/// </summary>
/// <remarks>
/// Akka's own Hyperion serializer with settings and a type filter of ours, so that a host's use of Hyperion is not
/// changed by ours. Bound to <c>RingsNodeProtocol</c>'s interfaces by rings.conf, so it applies to nothing else.
/// </remarks>
public sealed class RingsNodeSerializer : Akka.Serialization.Serializer
{
    private readonly HyperionSerializer _hyperion;

    /// <summary>Makes the serializer of a system.</summary>
    public RingsNodeSerializer(ExtendedActorSystem system)
        : base(system)
    {
        ArgumentNullException.ThrowIfNull(system);
        _hyperion = new HyperionSerializer(system, HyperionSerializerSettings.Default
            .WithPreserveObjectReference(false)
            .WithVersionTolerance(true)
            .WithSurrogates(Surrogates())
            .WithTypeFilter(new PublicMessageTypes(system)));
    }

    /// <inheritdoc/>
    public override int Identifier => 0x52_49_4E;

    /// <inheritdoc/>
    public override bool IncludeManifest => false;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => _hyperion.ToBinary(obj);

    /// <inheritdoc/>
    /// <exception cref="System.Runtime.Serialization.SerializationException">
    /// The bytes are none of a public message, or name a type that is no part of one.
    /// </exception>
    public override object FromBinary(byte[] bytes, Type type) => _hyperion.FromBinary(bytes, type);

    /// <summary>Types without settable fields travel as what they are made of.</summary>
    private static Surrogate[] Surrogates() =>
    [
        Surrogate.Create<Did, DidSurrogate>(
            did => new DidSurrogate { Text = did.ToString() }, text => Did.Parse(text.Text, null)),
        Surrogate.Create<ImmutableArray<Did>, DidsSurrogate>(
            dids => new DidsSurrogate { Text = [.. dids.Select(did => did.ToString())] },
            text => [.. text.Text.Select(did => Did.Parse(did, null))]),
        Surrogate.Create<BlobHash, BlobHashSurrogate>(
            hash => new BlobHashSurrogate { Bytes = hash.ToArray() }, bytes => BlobHash.Read(bytes.Bytes)),
        Surrogate.Create<Uri, UriSurrogate>(
            uri => new UriSurrogate { Text = uri.OriginalString }, text => new(text.Text, UriKind.RelativeOrAbsolute)),
    ];

    /// <summary>A Did as its text.</summary>
    internal sealed class DidSurrogate
    {
        public string Text { get; set; } = "";
    }

    /// <summary>An address as its text.</summary>
    internal sealed class UriSurrogate
    {
        public string Text { get; set; } = "";
    }

    /// <summary>A hash as its bytes.</summary>
    internal sealed class BlobHashSurrogate
    {
        public byte[] Bytes { get; set; } = [];
    }

    /// <summary>Dids as their texts.</summary>
    internal sealed class DidsSurrogate
    {
        public string[] Text { get; set; } = [];
    }
}
