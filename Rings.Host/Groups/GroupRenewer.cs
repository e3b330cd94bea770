using Akka.Actor;
using Rings.Actors.Disk;
using Rings.Host.Cli;
using Rings.Host.Identity;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Actors.Public;
using Rings.Sovereign.GroupDids;
using static Rings.Sovereign.Actors.Public.RingsGroupsProtocol;

namespace Rings.Host.Groups;

/// <summary>
/// Renews the delegation of a node that runs for a group: when it is due the members are asked, and what they signed is laid
/// where the node looks for it.
/// </summary>
/// <param name="groups">Asks them.</param>
/// <param name="identity">Keeps sessions.</param>
/// <param name="group">The group.</param>
/// <param name="ring">The ring.</param>
/// <param name="current">The delegation that the node runs with.</param>
/// <param name="time">The clock.</param>
/// <param name="log">For what hinders it.</param>
internal sealed class GroupRenewer(
    RingsGroups groups, NodeIdentity identity, GroupKey group, RingId ring, Func<Delegation> current, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>A draft is asked for no longer: members take none that is older than an hour.</summary>
    private static readonly TimeSpan DraftLife = GroupLimits.RenewalAge / 2;

    private (RequestId Request, DelegationDraft Draft)? _asked;
    private string _told = "";

    /// <summary>Looks until the node stops.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Pace, time, stop);
                await LookAsync(stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The node stops.
        }
    }

    /// <summary>Looks once.</summary>
    internal async Task LookAsync(CancellationToken stop)
    {
        var (delegation, now) = (current(), Instant.From(time.GetUtcNow()));
        if (delegation.Account != group.Did || DelegationRenewal.PhaseAt(delegation, now) is DelegationPhase.Fresh or DelegationPhase.NotYet) return;
        try
        {
            if (identity.HasNext(ring, delegation)) return;
            if (_asked is { } asked && now - asked.Draft.Issued < DraftLife) await FollowAsync(asked, stop);
            else await AskAsync(delegation, stop);
        }
        catch (Exception trouble) when (trouble is AskTimeoutException or UserErrorException or StoreException or IOException or ProtocolException)
        {
            Tell($"the delegation cannot be renewed: {trouble.Message}");
        }
    }

    private async Task AskAsync(Delegation delegation, CancellationToken stop)
    {
        var life = delegation.Expires - delegation.Issued;
        var draft = identity.BeginForGroup(group, ring, life < GroupLimits.RenewalLife ? life : GroupLimits.RenewalLife);
        var reply = await groups.RunAsync(new RenewByGroup(draft), stop);
        if (reply.Id is { } request) _asked = (new(group.Plan.Id, request), draft);
        else Tell($"the members of the group were not asked to renew the delegation: {GroupWords.Of(reply.Outcome)}");
    }

    private async Task FollowAsync((RequestId Request, DelegationDraft Draft) asked, CancellationToken stop)
    {
        if (!(await groups.ViewAsync(stop)).Member.Rounds.TryGetValue(asked.Request, out var round)) return;
        if (round.Signature.IsEmpty)
        {
            Tell($"the delegation is not renewed yet: {GroupWords.Why(round)}");
            return;
        }

        identity.CompleteExternal(ring, Convert.ToHexStringLower(round.Signature.AsSpan()));
        _asked = null;
        Tell("the members have renewed the delegation");
    }

    private void Tell(string words)
    {
        if (words == _told) return;
        _told = words;
        log.LogInformation("{What}", words);
    }
}
