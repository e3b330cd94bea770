using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Services;

namespace Rings.AspNetCore.Server;

/// <summary>
/// Who calls: a feature of the connection, and so of each of its requests: <c>context.Features.Get&lt;IRingsCaller&gt;()</c>.
/// Null there: the request came by another way, as a socket.
/// </summary>
public interface IRingsCaller
{
    /// <summary>The caller, authenticated by the session that its stream came by.</summary>
    Did Did { get; }

    /// <summary>The service that he was let in to.</summary>
    ServiceName Service { get; }

    /// <summary>How his bytes come at present.</summary>
    StreamWay Way { get; }
}
