using Rings.Protocol.EndToEnd;

namespace Rings.Protocol.Streams;

/// <summary>What a <see cref="StreamSet"/> is made with.</summary>
/// <param name="Id">Its name.</param>
/// <param name="IsOpener">Whether this end opened it, and so opens its streams and paths.</param>
/// <param name="Direct">Whether it may have a link of its own.</param>
/// <param name="Settings">The numbers.</param>
/// <param name="Memory">What the sets of the node share.</param>
/// <param name="Random">For keys.</param>
/// <param name="Effects">The world.</param>
internal sealed record StreamSetParts(
    StreamsId Id, bool IsOpener, DirectPolicy Direct, StreamSettings Settings, StreamMemory Memory, RandomBytes Random,
    IStreamEffects Effects);
