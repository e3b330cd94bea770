using System.Collections.Immutable;
using System.Net;

namespace Rings.Actors.Services;

/// <summary>What this program listens on: no service may have it as its target. Thread-safe.</summary>
internal sealed class OwnListeners
{
    private ImmutableArray<IPEndPoint> _all = [];

    /// <summary>All of them.</summary>
    public ImmutableArray<IPEndPoint> All => _all;

    /// <summary>It listens there from now on.</summary>
    public void Add(IPEndPoint listener) =>
        ImmutableInterlocked.Update(ref _all, all => all.Contains(listener) ? all : all.Add(listener));

    /// <summary>It listens there no longer.</summary>
    public void Remove(IPEndPoint listener) => ImmutableInterlocked.Update(ref _all, all => all.Remove(listener));
}
