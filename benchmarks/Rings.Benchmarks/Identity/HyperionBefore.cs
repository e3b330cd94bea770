using System.Collections.Immutable;
using Akka.Actor;
using Akka.Util;
using Hyperion;
using Rings.Protocol;

namespace Rings.Benchmarks.Identity;

/// <summary>
/// The cluster serializer as it was before Akka.Serialization.Hyperion: Hyperion by itself, with the names of all types and
/// fields in each message, Dids as text and nothing that is refused. To be measured beside the one in use.
/// </summary>
/// <param name="system">Reads actor references.</param>
internal sealed class HyperionBefore(ActorSystem system)
{
    private readonly Serializer _hyperion = new(SerializerOptions.Default
        .WithVersionTolerance(true)
        .WithSurrogates(
        [
            Surrogate.Create<Did, DidText>(did => new DidText { Text = did.ToString() }, text => Did.Parse(text.Text, null)),
            Surrogate.Create<ImmutableArray<Did>, DidTexts>(
                dids => new DidTexts { Text = [.. dids.Select(did => did.ToString())] },
                texts => [.. texts.Text.Select(text => Did.Parse(text, null))]),
            Surrogate.Create<ISurrogated, ISurrogate>(
                surrogated => surrogated.ToSurrogate(system), surrogate => surrogate.FromSurrogate(system)),
        ]));

    public byte[] ToBinary(object message)
    {
        using var stream = new MemoryStream();
        _hyperion.Serialize(message, stream);
        return stream.ToArray();
    }

    public object FromBinary(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return _hyperion.Deserialize<object>(stream);
    }

    private sealed class DidText
    {
        public string Text { get; set; } = "";
    }

    private sealed class DidTexts
    {
        public string[] Text { get; set; } = [];
    }
}
