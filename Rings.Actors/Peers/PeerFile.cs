using System.Text.Json;
using System.Text.Json.Nodes;
using Rings.Actors.Disk;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Actors.Peers;

/// <summary>The remembered peers of one ring in a file: JSON, owner-only, written in one step.</summary>
/// <remarks>An edge: reads and writes the disk.</remarks>
public static class PeerFile
{
    private const int Version = 1;

    /// <summary>No right file is longer, in bytes: it is not read.</summary>
    private const int MaxBytes = 4 << 20;

    /// <summary>Its name in the data directory: each ring has its own.</summary>
    public static string NameOf(RingId ring) => $"peers-{ring}.json";

    /// <summary>Reads a file, and changes nothing.</summary>
    /// <param name="path">The file; one that is not there holds nobody.</param>
    /// <exception cref="InvalidDataException">It is damaged, or of a later version; the message says where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be read.</exception>
    public static IReadOnlyList<RememberedPeer> Read(string path)
    {
        if (!File.Exists(path)) return [];
        if (new FileInfo(path).Length > MaxBytes) throw new InvalidDataException($"more than {MaxBytes} bytes");
        try
        {
            var document = JsonNode.Parse(File.ReadAllText(path), documentOptions: new() { AllowDuplicateProperties = false })
                ?? throw new InvalidDataException("it is empty");
            if ((int?)document["version"] != Version) throw new InvalidDataException($"its version is not {Version}");
            var peers = document["peers"] ?? throw new InvalidDataException("'peers' is missing");
            return [.. peers.AsArray().Select(ReadPeer)];
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException(wrong.Message, wrong);
        }
    }

    /// <summary>Writes a file in the place of the one that was there.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written.</exception>
    public static void Write(string path, IEnumerable<RememberedPeer> peers) => OwnerOnlyFile.Write(
        path,
        new JsonObject
        {
            ["version"] = Version,
            ["peers"] = new JsonArray([.. peers.Select(WritePeer)]),
        }.ToJsonString() + "\n");

    private static RememberedPeer ReadPeer(JsonNode? peer)
    {
        if (!Did.TryParse((string?)peer?["did"], null, out var did)) throw new InvalidDataException("a 'did' is none");
        var seen = (long?)peer["seen_ms"] ?? throw new InvalidDataException("'seen_ms' is missing");
        return new(did, Instant.FromUnixMilliseconds(seen), ReadAddress((string?)peer["address"]));
    }

    private static Uri? ReadAddress(string? text)
    {
        if (text is null) return null;
        return text.Length <= RememberedPeers.MaxAddress
            && Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https" }
            ? address
            : throw new InvalidDataException("an 'address' is none");
    }

    private static JsonObject WritePeer(RememberedPeer peer)
    {
        var node = new JsonObject
        {
            ["did"] = peer.Did.ToString(),
            ["seen_ms"] = peer.LastSeen.UnixMilliseconds,
        };
        if (peer.Address is { } address) node["address"] = address.AbsoluteUri;
        return node;
    }
}
