using System.Collections.Immutable;
using Google.Protobuf;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Services;

/// <summary>A service that this node provides.</summary>
/// <param name="Manifest">What its owner says of it.</param>
/// <param name="Owner">Whose it is: this node's, or another's who named this node as a provider.</param>
/// <param name="Target">Where its bytes go; null: to this program itself.</param>
public sealed record OfferedService(ServiceManifest Manifest, Did Owner, ServiceTarget? Target)
{
    /// <summary>Who is let in by name.</summary>
    public ImmutableHashSet<Did> Allowed { get; init; } = [];

    /// <summary>Who is not, whatever else is said of him.</summary>
    public ImmutableHashSet<Did> Denied { get; init; } = [];

    /// <summary>Whether it is told to whoever looks for its name only.</summary>
    public bool IsAnnounced { get; init; }

    /// <summary>Of kind HTTP: the host that its target is asked for (<see cref="HostRules"/>); empty: the target's own.</summary>
    public string Host { get; init; } = "";

    /// <summary>Of kind HTTP: whether pages of other sites may use it in their readers' names.</summary>
    public bool IsCrossOrigin { get; init; }

    /// <summary>Whether it comes back after a restart; not part of what is kept.</summary>
    public bool IsKept { get; init; } = true;

    /// <summary>Since when it is provided.</summary>
    public Instant Added { get; init; }

    /// <summary>Its name.</summary>
    public ServiceName Name => Manifest.Name;

    /// <summary>Whether it leaves a record in the ring: a closed one of one provider does not, for its link says
    /// where it is.</summary>
    public bool HasRecord => Manifest.Access == ServiceAccess.Public || !Manifest.Providers.IsEmpty || IsAnnounced
        || Manifest.Resource is not null;

    /// <summary>Whether a node provides it.</summary>
    public bool IsProvidedBy(Did node) =>
        Manifest.Providers.IsEmpty ? node == Owner : Manifest.Providers.Contains(node);

    /// <summary>Reads what this node's disk kept.</summary>
    /// <exception cref="ProtocolException">It is no service.</exception>
    public static OfferedService Read(ReadOnlySpan<byte> bytes)
    {
        var kept = ProtoBytes.Parse(Proto.KeptService.Parser, bytes, "KeptService");
        var manifest = ServiceManifest.From(kept.Manifest ?? throw new ProtocolException("KeptService.manifest", "one"));
        ServiceTarget? target = null;
        if (kept.Target.Length > 0 && !ServiceTarget.TryParse(kept.Target, out target))
            throw new ProtocolException("KeptService.target", ServiceTarget.Expected);
        return new OfferedService(manifest, ProtoBytes.ReadDid(kept.Owner, "KeptService.owner"), target)
        {
            Allowed = [.. kept.Allowed.Select(did => ProtoBytes.ReadDid(did, "KeptService.allowed"))],
            Denied = [.. kept.Denied.Select(did => ProtoBytes.ReadDid(did, "KeptService.denied"))],
            IsAnnounced = kept.Announce,
            Host = HostRules.IsValid(kept.Host) ? kept.Host : throw new ProtocolException("KeptService.host", HostRules.Expected),
            IsCrossOrigin = kept.CrossOrigin,
            Added = Instant.FromUnixMilliseconds((long)kept.AddedMs),
        };
    }

    /// <summary>What this node's disk keeps.</summary>
    public byte[] ToBytes() => new Proto.KeptService
    {
        Manifest = Manifest.ToProto(),
        Owner = ProtoBytes.Wrap(Owner.ToByteArray()),
        Target = Target?.ToString() ?? "",
        Allowed = { Allowed.Select(Bytes) },
        Denied = { Denied.Select(Bytes) },
        Announce = IsAnnounced,
        Host = Host,
        CrossOrigin = IsCrossOrigin,
        AddedMs = (ulong)Added.UnixMilliseconds,
    }.ToByteArray();

    private static ByteString Bytes(Did did) => ProtoBytes.Wrap(did.ToByteArray());
}
