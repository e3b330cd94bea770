using Rings.Protocol.Ring;

namespace Rings.Protocol.Storage;

/// <summary>A question to be sent with <c>wants_reply</c>.</summary>
/// <param name="Id">To be returned with the outcome.</param>
/// <param name="Mode">
/// <see cref="RouteMode.Owner"/>, or <see cref="RouteMode.Node"/> over the link to a neighbour.
/// </param>
/// <param name="Target">The key, or the neighbour.</param>
/// <param name="Message">The question.</param>
internal readonly record struct StorageRequest(
    StorageRequestId Id, RouteMode Mode, Did Target, StorageMessage.Question Message);
