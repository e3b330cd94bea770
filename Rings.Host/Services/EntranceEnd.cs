using System.Net;
using Rings.Actors.Services;
using Rings.Protocol.Entrance;

namespace Rings.Host.Services;

/// <summary>
/// An entrance with the redirect before it, if there is one: opened and closed as one. What it carries within a month is
/// written down once a minute, and when it is closed.
/// </summary>
internal sealed class EntranceEnd : ILocalEnd
{
    private static readonly TimeSpan KeepPace = TimeSpan.FromMinutes(1);

    private readonly ServiceEntrance _entrance;
    private readonly IAsyncDisposable? _redirect;
    private readonly Action<EntranceMonth> _keep;
    private readonly ITimer _timer;

    /// <param name="entrance">The entrance.</param>
    /// <param name="redirect">What sends browsers on to https; null: nothing does.</param>
    /// <param name="http">Where that listens.</param>
    /// <param name="keep">Writes down what it carried this month.</param>
    /// <param name="time">The clock.</param>
    public EntranceEnd(
        ServiceEntrance entrance, IAsyncDisposable? redirect, IPEndPoint? http, Action<EntranceMonth> keep, TimeProvider time)
    {
        (_entrance, _redirect, Redirect, _keep) = (entrance, redirect, http, keep);
        _timer = time.CreateTimer(_ => _keep(_entrance.Month), null, KeepPace, KeepPace);
    }

    /// <inheritdoc/>
    public string Service => _entrance.Service;

    /// <inheritdoc/>
    public IPEndPoint Local => _entrance.Local;

    /// <summary>Where HTTP is spoken in the clear; null: nowhere.</summary>
    public IPEndPoint? Redirect { get; }

    /// <inheritdoc/>
    public IEnumerable<IPEndPoint> Listeners => Redirect is null ? [Local] : [Local, Redirect];

    /// <inheritdoc/>
    public int Connections => _entrance.Connections;

    /// <inheritdoc/>
    public long Bytes => _entrance.Bytes;

    /// <summary>What it carried this month.</summary>
    public EntranceMonth Month => _entrance.Month;

    /// <summary>What each service makes of it.</summary>
    public IReadOnlyList<EntranceUse> Uses => _entrance.Uses;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await _entrance.DisposeAsync();
        if (_redirect is not null) await _redirect.DisposeAsync();
        _keep(_entrance.Month);
    }
}
