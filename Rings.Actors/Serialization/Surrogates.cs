using System.Collections.Frozen;
using System.Collections.Immutable;
using Akka.Actor;
using Hyperion;
using Rings.Protocol;
using Rings.Protocol.Storage;

namespace Rings.Actors.Serialization;

/// <summary>What travels in place of types whose fields Hyperion cannot set.</summary>
internal static class Surrogates
{
    /// <summary>For Hyperion. Akka adds those of actor references by itself.</summary>
    public static ImmutableArray<Surrogate> All { get; } =
    [
        Surrogate.Create<ImmutableArray<Did>, OfDids>(OfDids.Of, dids => dids.Dids),
        Surrogate.Create<BlobHash, OfBlobHash>(
            hash => new OfBlobHash { Bytes = hash.ToArray() }, bytes => BlobHash.Read(bytes.Bytes)),
        Surrogate.Create<Uri, OfUri>(
            uri => new OfUri { Text = uri.OriginalString }, text => new(text.Text, UriKind.RelativeOrAbsolute)),
    ];

    /// <summary>The types that something else travels for.</summary>
    public static FrozenSet<Type> Replaced { get; } =
        [typeof(ImmutableArray<Did>), typeof(BlobHash), typeof(Uri)];

    /// <summary>The types that travel for them, and for actor references.</summary>
    public static ImmutableArray<Type> Types { get; } =
    [
        typeof(OfDids), typeof(OfBlobHash), typeof(OfUri), typeof(ActorRefBase.Surrogate),
        typeof(Nobody.NobodySurrogate),
    ];

    /// <summary>Dids as their bytes, one after the other.</summary>
    internal sealed class OfDids
    {
        public byte[] Bytes { get; set; } = [];

        public ImmutableArray<Did> Dids
        {
            get
            {
                var dids = ImmutableArray.CreateBuilder<Did>(Bytes.Length / Did.Bytes);
                for (var at = 0; at + Did.Bytes <= Bytes.Length; at += Did.Bytes) dids.Add(Did.Read(Bytes.AsSpan(at)));
                return dids.MoveToImmutable();
            }
        }

        public static OfDids Of(ImmutableArray<Did> dids)
        {
            var bytes = new byte[dids.Length * Did.Bytes];
            for (var number = 0; number < dids.Length; number++) dids[number].Write(bytes.AsSpan(number * Did.Bytes));
            return new() { Bytes = bytes };
        }
    }

    /// <summary>A hash as its bytes.</summary>
    internal sealed class OfBlobHash
    {
        public byte[] Bytes { get; set; } = [];
    }

    /// <summary>An address as its text.</summary>
    internal sealed class OfUri
    {
        public string Text { get; set; } = "";
    }
}
