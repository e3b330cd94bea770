using System.Text.Json;
using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.Storage;
using Rings.Protocol.Storage.Files;

namespace Rings.Host.Rpc;

/// <summary>A directory as JSON: <c>[{path, root, size, mediaType}]</c>.</summary>
internal static class DirectoryJson
{
    /// <summary>Reads the entries.</summary>
    /// <exception cref="ProtocolException">It is not such a list.</exception>
    public static IReadOnlyList<DirectoryEntry> Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var entries = JsonNode.Parse(body, documentOptions: new() { AllowDuplicateProperties = false }) as JsonArray
                ?? throw new ProtocolException("directory", "an array");
            return [.. entries.Select(entry => new DirectoryEntry(
                (string)entry!["path"]!, BlobHash.Parse((string)entry["root"]!), (long)entry["size"]!,
                (string)entry["mediaType"]!))];
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or ArgumentNullException
            or NullReferenceException or FormatException)
        {
            throw new ProtocolException("directory", "an array of {path, root, size, mediaType}", wrong);
        }
    }
}
