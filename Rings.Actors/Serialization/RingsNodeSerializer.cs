using System.Collections.Immutable;
using Akka.Actor;
using Akka.Util;
using Hyperion;
using Rings.Protocol;
using Rings.Protocol.Storage;

namespace Rings.Actors.Serialization;

/// <summary>
/// Carries the public messages of a node between the systems of one Akka cluster, whose members trust each other.
/// Bytes from the
/// ring never meet it.
/// </summary>
/// <remarks>Bound to <c>RingsNodeProtocol</c>'s interfaces by rings.conf, so it applies to nothing else.</remarks>
public sealed class RingsNodeSerializer : Akka.Serialization.Serializer
{
    private readonly Hyperion.Serializer _hyperion;

    /// <summary>Makes the serializer of a system.</summary>
    public RingsNodeSerializer(ExtendedActorSystem system)
        : base(system)
    {
        ArgumentNullException.ThrowIfNull(system);
        _hyperion = new Hyperion.Serializer(SerializerOptions.Default
            .WithVersionTolerance(true)
            .WithSurrogates(
            [
                Surrogate.Create<Did,
                    DidSurrogate>(did => new DidSurrogate { Text = did.ToString() }, text =>
                    Did.Parse(text.Text, null)),
                Surrogate.Create<ImmutableArray<Did>, DidsSurrogate>(
                    dids => new DidsSurrogate { Text = [.. dids.Select(did => did.ToString())] },
                    text => [.. text.Text.Select(did => Did.Parse(did, null))]),
                Surrogate.Create<BlobHash, BlobHashSurrogate>(
                    hash => new BlobHashSurrogate { Bytes = hash.ToArray() }, bytes => BlobHash.Read(bytes.Bytes)),
                Surrogate.Create<ISurrogated, ISurrogate>(
                    surrogated => surrogated.ToSurrogate(system), surrogate => surrogate.FromSurrogate(system)),
            ]));
    }

    /// <inheritdoc/>
    public override int Identifier => 0x52_49_4E;

    /// <inheritdoc/>
    public override bool IncludeManifest => false;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj)
    {
        using var stream = new MemoryStream();
        _hyperion.Serialize(obj, stream);
        return stream.ToArray();
    }

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, Type type)
    {
        using var stream = new MemoryStream(bytes);
        return _hyperion.Deserialize<object>(stream);
    }

    private sealed class DidSurrogate
    {
        public string Text { get; set; } = "";
    }

    private sealed class BlobHashSurrogate
    {
        public byte[] Bytes { get; set; } = [];
    }

    private sealed class DidsSurrogate
    {
        public string[] Text { get; set; } = [];
    }
}
