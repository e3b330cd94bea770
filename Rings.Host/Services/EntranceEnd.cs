using System.Net;
using Rings.Actors.Services;
using Rings.Protocol.Entrance;

namespace Rings.Host.Services;

/// <summary>An entrance with the redirect before it, if there is one: opened and closed as one.</summary>
/// <param name="entrance">The entrance.</param>
/// <param name="redirect">What sends browsers on to https; null: nothing does.</param>
/// <param name="http">Where that listens.</param>
internal sealed class EntranceEnd(ServiceEntrance entrance, IAsyncDisposable? redirect, IPEndPoint? http) : ILocalEnd
{
    /// <inheritdoc/>
    public string Service => entrance.Service;

    /// <inheritdoc/>
    public IPEndPoint Local => entrance.Local;

    /// <summary>Where HTTP is spoken in the clear; null: nowhere.</summary>
    public IPEndPoint? Redirect => http;

    /// <inheritdoc/>
    public IEnumerable<IPEndPoint> Listeners => http is null ? [Local] : [Local, http];

    /// <inheritdoc/>
    public int Connections => entrance.Connections;

    /// <inheritdoc/>
    public long Bytes => entrance.Bytes;

    /// <summary>What each service makes of it.</summary>
    public IReadOnlyList<EntranceUse> Uses => entrance.Uses;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await entrance.DisposeAsync();
        if (redirect is not null) await redirect.DisposeAsync();
    }
}
