using Google.Protobuf;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Services;

/// <summary>
/// An element of the Set <c>service/NAME</c> of nobody: somebody says that he has a service of this name. It proves
/// nothing, and others may crowd it out.
/// </summary>
/// <param name="Owner">Who says so.</param>
/// <param name="Name">The name.</param>
/// <param name="Title">Words for people, up to <see cref="ServiceManifest.MaxTitle"/> characters.</param>
internal sealed record Announcement(Did Owner, ServiceName Name, string Title)
{
    private const int MaxBytes = 512;

    /// <summary>Reads one.</summary>
    /// <exception cref="ProtocolException">Malformed, or out of its bounds.</exception>
    public static Announcement Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes) throw new ProtocolException("Announcement", $"at most {MaxBytes} bytes");
        var said = ProtoBytes.Parse(Proto.Announcement.Parser, bytes, "Announcement");
        if (!ServiceName.TryParse(said.Name, out var name)) throw new ProtocolException("Announcement.name", ServiceName.Expected);
        if (said.Title.Length > ServiceManifest.MaxTitle || said.Title.Any(char.IsControl))
            throw new ProtocolException("Announcement.title", $"at most {ServiceManifest.MaxTitle} characters, no controls");
        return new Announcement(ProtoBytes.ReadDid(said.Owner, "Announcement.owner"), name, said.Title);
    }

    /// <summary>Its bytes.</summary>
    public byte[] ToBytes() => new Proto.Announcement
    {
        Owner = ProtoBytes.Wrap(Owner.ToByteArray()),
        Name = Name.ToString(),
        Title = Title,
    }.ToByteArray();
}
