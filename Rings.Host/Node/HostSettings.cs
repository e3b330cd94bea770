using System.Collections.Immutable;
using Akka.Configuration;
using Rings.Actors.Disk;
using Rings.Actors.Settings;
using Rings.Host.Cli;
using Rings.Host.Swaps;
using Rings.Protocol.Identity;
using Rings.Transport.WebRtc;

namespace Rings.Host.Node;

/// <summary>The typed face of <c>host.conf</c>, with what the command line says over it.</summary>
internal sealed record HostSettings
{
    /// <summary>The whole configuration: the user's over host.conf over rings.conf.</summary>
    public required Config Config { get; init; }

    /// <summary>The ring's name.</summary>
    public required string Ring { get; init; }

    /// <summary>The secret of a private ring, 32 bytes; null: a public one.</summary>
    public required ReadOnlyMemory<byte>? Secret { get; init; }

    /// <summary>Where to join.</summary>
    public required ImmutableArray<Uri> Seeds { get; init; }

    /// <summary>Where the owner's listener stands.</summary>
    public required ListenAddress Internal { get; init; }

    /// <summary>Where everybody's listener stands.</summary>
    public required ListenAddress Public { get; init; }

    /// <summary>Where the web gateway stands; null: there is none.</summary>
    public ListenAddress? Gateway { get; init; }

    /// <summary>Sockets, addresses and servers of the transport.</summary>
    public required WebRtcOptions Transport { get; init; }

    /// <summary>How much an entrance carries.</summary>
    public required EntranceSettings Entrance { get; init; }

    /// <summary>The chains of swaps.</summary>
    public required SwapSettings Swaps { get; init; }

    /// <summary>The OpenTelemetry collector, if there is one.</summary>
    public Uri? Collector { get; init; }

    /// <summary>The ring's id.</summary>
    /// <exception cref="Rings.Protocol.ProtocolException">The name is none.</exception>
    public RingId RingId => Secret is { } secret
        ? RingId.OfPrivate(Ring, new RingSecret(secret.Span))
        : RingId.OfPublic(Ring);

    /// <summary>host.conf over rings.conf.</summary>
    public static Config Reference() =>
        ConfigurationFactory.FromResource<HostSettings>("Rings.Host.host.conf")
            .WithFallback(NodeSettings.ReferenceConfig());

    /// <summary>The text of host.conf.</summary>
    public static string ReferenceText()
    {
        using var stream = typeof(HostSettings).Assembly.GetManifestResourceStream("Rings.Host.host.conf")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Reads the settings.</summary>
    /// <param name="user">The user's configuration, checked already.</param>
    /// <param name="line">What the command line says.</param>
    /// <exception cref="UserErrorException">A value is not one that its key can have.</exception>
    public static HostSettings From(Config user, RunOptions line)
    {
        var config = user.WithFallback(Reference());
        var node = RequireRight(config);
        var seeds = line.Join.Count > 0 ? line.Join : [.. config.GetStringList("rings.seeds")];
        var parsed = seeds.Select(ParseSeed).ToImmutableArray();
        var open = ListenAddress.Of("rings.http.public", user, config, line.External, PortAfter(line.Port));
        return new HostSettings
        {
            Config = config,
            Ring = line.Ring ?? config.GetString("rings.ring-name"),
            Secret = ReadSecret(config.GetString("rings.ring-secret-file")),
            Seeds = parsed,
            Internal = ListenAddress.Of("rings.http.internal", user, config, null, line.Port),
            Public = open,
            Entrance = node.Services.Entrance,
            Swaps = SwapSettings.From(config),
            Gateway = GatewayOf(user, config, line.Port),
            Collector = ParseCollector(config.GetString("rings.telemetry.otlp-endpoint")),
            Transport = TransportSettings.From(config.GetConfig("rings.transport"), open.Endpoint, parsed),
        };
    }

    /// <summary>What the node itself would refuse when it starts is refused before.</summary>
    private static NodeSettings RequireRight(Config config)
    {
        try
        {
            return NodeSettings.From(config);
        }
        catch (ConfigurationException wrong)
        {
            throw new UserErrorException(wrong.Message.TrimEnd('.'), wrong);
        }
    }

    private static ReadOnlyMemory<byte>? ReadSecret(string file)
    {
        if (file.Length == 0) return null;
        if (!File.Exists(file)) throw new UserErrorException($"rings.ring-secret-file: {file} does not exist");
        var text = OwnerOnlyFile.Read(file).Trim();
        var secret = new byte[RingSecret.Bytes];
        // 64 zeros, or any one digit pair repeated, are a place left empty and no secret.
        return text.Length == 2 * RingSecret.Bytes
            && Convert.FromHexString(text, secret, out _, out _) == System.Buffers.OperationStatus.Done
            && secret.AsSpan().ContainsAnyExcept(secret[0])
            ? secret
            : throw new UserErrorException(
                $"rings.ring-secret-file: {file} does not hold a secret of 64 random hex digits. Make one with: openssl rand -hex 32");
    }

    private static ListenAddress? GatewayOf(Config user, Config config, int? port)
    {
        const string Key = "rings.http.gateway";
        // Where any free ports are wanted, any free one is good for this, too.
        return config.GetString(Key) == "off" ? null : ListenAddress.Of(Key, user, config, null, port == 0 && !user.HasPath(Key) ? 0 : null);
    }

    private static int? PortAfter(int? port) => port is null or 0 ? port : port + 1;

    private static Uri? ParseCollector(string text)
    {
        if (text.Length == 0) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
            ? url
            : throw new UserErrorException(
                $"rings.telemetry.otlp-endpoint = {text}: expected a URL such as http://127.0.0.1:4317");
    }

    private static Uri ParseSeed(string text) => Rpc.Seeds.TryParse(text, out var seed)
        ? seed
        : throw new UserErrorException($"'{text}' is not a seed: expected a URL such as http://127.0.0.1:50001/#0x…");
}
