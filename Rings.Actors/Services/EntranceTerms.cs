using System.Net;
using Rings.Actors.Settings;
using Rings.Protocol.Entrance;
using Rings.Protocol.Services;

namespace Rings.Actors.Services;

/// <summary>What an entrance is to do.</summary>
/// <param name="Local">Where it listens; port 0: any.</param>
/// <param name="Names">Which host names lead to what.</param>
/// <param name="Settings">How much it carries.</param>
public sealed record EntranceTerms(IPEndPoint Local, EntranceNames Names, EntranceSettings Settings)
{
    /// <summary>Whether services are told who connects, by a header of the PROXY protocol before the browser's bytes.</summary>
    public bool TellsWho { get; init; }

    /// <summary>What it carried before it was opened.</summary>
    public EntranceMonth Before { get; init; }

    /// <summary>Adds the ticket that opens a service, where the owner of this node has one.</summary>
    public Func<RingUrl, RingUrl> WithTicket { get; init; } = url => url;
}
