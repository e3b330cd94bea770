using System.Collections.Immutable;
using Google.Protobuf;
using Rings.Protocol.Storage;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Services;

/// <summary>What an owner says of his service: the value of his Register <c>service/NAME</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it speaks.</param>
/// <param name="Access">Who may use it.</param>
public sealed record ServiceManifest(ServiceName Name, ServiceKind Kind, ServiceAccess Access)
{
    /// <summary>The most bytes of a manifest.</summary>
    public const int MaxBytes = 4096;

    /// <summary>The most characters of a title.</summary>
    public const int MaxTitle = 80;

    /// <summary>How long one stands that is not put again: a site is there while its owner is away.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    /// <summary>The most providers.</summary>
    public const int MaxProviders = 64;

    private const uint Version = 1;

    /// <summary>Words for people; at most <see cref="MaxTitle"/> characters, none of them a control.</summary>
    public string Title { get; init; } = "";

    /// <summary>Of kind <see cref="ServiceKind.App"/>: its protocol; else empty.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>Who provides it, each once; empty: the owner only.</summary>
    public ImmutableArray<Did> Providers { get; init; } = [];

    /// <summary>Of kind <see cref="ServiceKind.Site"/>: the root of its directory; else null.</summary>
    public BlobHash? SiteRoot { get; init; }

    /// <summary>Of kind <see cref="ServiceKind.Site"/>: paths without a file are answered by <c>index.html</c>.</summary>
    public bool IsSinglePage { get; init; }

    /// <summary>SHA-256 of the thing that is served; null: none is named.</summary>
    public ResourceHash? Resource { get; init; }

    /// <summary>The name of the owner's Register that holds the manifest of a service.</summary>
    public static string RegisterOf(ServiceName name) => $"service/{name}";

    /// <summary>Reads a manifest that is kept for a name.</summary>
    /// <param name="bytes">The register's value.</param>
    /// <param name="name">The name that the register has: a manifest of another is none.</param>
    /// <exception cref="ProtocolException">Malformed, of another version or name, or out of its bounds.</exception>
    public static ServiceManifest Read(ReadOnlySpan<byte> bytes, ServiceName name)
    {
        if (bytes.Length > MaxBytes) throw new ProtocolException("ServiceManifest", $"at most {MaxBytes} bytes");
        var manifest = From(ProtoBytes.Parse(Proto.ServiceManifest.Parser, bytes, "ServiceManifest"));
        return manifest.Name == name ? manifest : throw new ProtocolException("ServiceManifest.name", $"{name}");
    }

    /// <summary>The manifest's bytes.</summary>
    public byte[] ToBytes() => ToProto().ToByteArray();

    /// <summary>The same manifest, if it keeps all rules.</summary>
    /// <exception cref="ProtocolException">It does not.</exception>
    public ServiceManifest Checked()
    {
        Require(Title.Length <= MaxTitle && !Title.Any(char.IsControl), "title", $"at most {MaxTitle} characters, no controls");
        Require(Enum.IsDefined(Kind), "kind", "TCP, HTTP, SITE or APP");
        Require(Enum.IsDefined(Access), "access", "CLOSED or PUBLIC");
        Require(
            Kind == ServiceKind.App ? ProtocolName.IsValid(Protocol) : Protocol.Length == 0,
            "protocol", "1 to 64 letters, digits, or . _ - /, of kind APP only");
        Require(Providers.Length <= MaxProviders, "providers", $"at most {MaxProviders}");
        Require(Providers.Distinct().Count() == Providers.Length, "providers", "each once");
        Require(SiteRoot is null == (Kind != ServiceKind.Site), "site_root", "32 bytes, of kind SITE only");
        Require(!IsSinglePage || Kind == ServiceKind.Site, "single_page", "false, but of kind SITE");
        return this;
    }

    internal static ServiceManifest From(Proto.ServiceManifest said)
    {
        Require(said.Version == Version, "version", $"{Version}");
        Require(ServiceName.TryParse(said.Name, out var name), "name", ServiceName.Expected);
        return new ServiceManifest(name, (ServiceKind)said.Kind, (ServiceAccess)said.Access)
        {
            Title = said.Title,
            Protocol = said.Protocol,
            Providers = [.. said.Providers.Select(did => ProtoBytes.ReadDid(did, "ServiceManifest.providers"))],
            SiteRoot = said.SiteRoot.IsEmpty ? null : BlobHash.Read(said.SiteRoot.Span, "ServiceManifest.site_root"),
            IsSinglePage = said.SinglePage,
            Resource = said.Resource.IsEmpty ? null : ResourceHash.Read(said.Resource.Span),
        }.Checked();
    }

    internal Proto.ServiceManifest ToProto() => new()
    {
        Version = Version,
        Name = Name.ToString(),
        Title = Title,
        Kind = (Proto.ServiceKind)Kind,
        Protocol = Protocol,
        Providers = { Providers.Select(did => ProtoBytes.Wrap(did.ToByteArray())) },
        Access = (Proto.ServiceAccess)Access,
        SiteRoot = SiteRoot is { } root ? ProtoBytes.Wrap(root.ToArray()) : ByteString.Empty,
        SinglePage = IsSinglePage,
        Resource = Resource is { } resource ? ProtoBytes.Wrap(resource.ToArray()) : ByteString.Empty,
    };

    /// <inheritdoc/>
    public bool Equals(ServiceManifest? other) => other is not null && ToBytes().AsSpan().SequenceEqual(other.ToBytes());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Kind, Access, Title, Providers.Length);

    private static void Require(bool holds, string field, string expected)
    {
        if (!holds) throw new ProtocolException($"ServiceManifest.{field}", expected);
    }
}
