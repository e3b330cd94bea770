using System.Net;
using Rings.Protocol;

namespace Rings.AspNetCore.Server;

/// <summary>The end of a connection that came by a ring: a Did, for there is no address.</summary>
/// <param name="did">Whose end.</param>
public sealed class RingsEndPoint(Did did) : EndPoint
{
    /// <summary>Whose end.</summary>
    public Did Did => did;

    /// <inheritdoc/>
    public override string ToString() => $"ring://{did}";
}
