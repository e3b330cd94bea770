using System.Net;

namespace Rings.Actors.Services;

/// <summary>A local listener by which programs of this machine reach services of others.</summary>
public interface ILocalEnd : IAsyncDisposable
{
    /// <summary>What is reached by it: a service's URL without its ticket, or what host names.</summary>
    string Service { get; }

    /// <summary>Where it listens.</summary>
    IPEndPoint Local { get; }

    /// <summary>All that it listens on: no service of this node may have one as its target.</summary>
    IEnumerable<IPEndPoint> Listeners => [Local];

    /// <summary>Connections that are open now.</summary>
    int Connections { get; }

    /// <summary>Bytes that connections which ended have carried.</summary>
    long Bytes { get; }
}
