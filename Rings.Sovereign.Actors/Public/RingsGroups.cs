using Akka.Actor;
using static Rings.Sovereign.Actors.Public.RingsGroupsProtocol;

namespace Rings.Sovereign.Actors.Public;

/// <summary>A node's part in groups, for code outside actors: the one place where Ask belongs. Thread-safe.</summary>
/// <param name="signer">The actor.</param>
public sealed class RingsGroups(IActorRef signer)
{
    /// <summary>The disk answers within a minute.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Asks for something.</summary>
    /// <exception cref="AskTimeoutException">The actor has stopped.</exception>
    public Task<GroupReply> RunAsync(IGroupCommand command, CancellationToken cancel = default) =>
        signer.Ask<GroupReply>(command, Patience, cancel);

    /// <summary>How things stand.</summary>
    /// <exception cref="AskTimeoutException">The actor has stopped.</exception>
    public Task<GroupsView> ViewAsync(CancellationToken cancel = default) =>
        signer.Ask<GroupsView>(GetGroups.Instance, Patience, cancel);
}
