using Akka.Actor;
using Akka.Event;
using Rings.Actors.Context;
using Rings.Protocol.Identity;
using static Rings.Actors.Context.IdentityProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Identity;

/// <summary>
/// Renews the node's own delegation while it runs, when a quarter of its life is left or when it was taken back; where
/// the account's key is elsewhere it says when a renewal is needed.
/// </summary>
/// <remarks>To open a key under a passphrase takes a second of computing: it runs where the storage does.</remarks>
internal sealed class DelegationKeeper : UntypedActor, IWithTimers
{
    /// <summary>The longest wait: a clock that was set right would otherwise leave the node out of its ring.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeContext _node;
    private readonly DelegationMemory _memory;

    public DelegationKeeper(NodeContext node, DelegationMemory memory) => (_node, _memory) = (node, memory);

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="node">What the node's actors share.</param>
    /// <param name="memory">What outlives a keeper that fails.</param>
    public static Props Props(NodeContext node, DelegationMemory memory) =>
        Akka.Actor.Props.Create(() => new DelegationKeeper(node, memory));

    protected override void PreStart() => Look();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Revoked revoked:
                _memory.Revocation = revoked.Revocation;
                Timers.Cancel(Pause.Instance);
                Look();
                break;

            case Due or Pause:
                Look();
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private void Look()
    {
        var phase = Phase;
        if (phase != DelegationPhase.Fresh && _node.Keys.CanRenew && !Timers.IsTimerActive(Pause.Instance)) Renew();
        phase = Phase;
        if (phase is DelegationPhase.ExpiresSoon or DelegationPhase.Expired or DelegationPhase.NotYet) Warn(phase);
        Timers.StartSingleTimer(Due.Instance, Due.Instance, Wait());
    }

    /// <summary>A delegation that was taken back is over, whatever its time.</summary>
    private DelegationPhase Phase => _memory.Revocation?.Revokes(_node.Signer.Delegation) == true
        ? DelegationPhase.Expired
        : DelegationRenewal.PhaseAt(_node.Signer.Delegation, _node.Now);

    private void Renew()
    {
        try
        {
            var delegation = _node.Keys.Renew(_node.Now);
            _memory.Told = DelegationPhase.Fresh;
            _log.Info("The delegation was renewed, until {Expires}", delegation.Expires.ToDateTimeOffset());
            Context.Parent.Tell(new Renewed(delegation));
            Context.Parent.Tell(new DelegationRenewed(delegation.Expires.ToDateTimeOffset()));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Whoever makes keys may fail in any way: a key file that is gone, a passphrase, a wallet.
            _log.Info("The delegation was not renewed: {Reason}", failure.Message);
            Timers.StartSingleTimer(Pause.Instance, Pause.Instance, _node.Settings.Delegations.RetryAfter);
        }
    }

    /// <summary>Once for each step towards the end.</summary>
    private void Warn(DelegationPhase phase)
    {
        if (phase == _memory.Told) return;
        _memory.Told = phase;
        var expires = _node.Signer.Delegation.Expires.ToDateTimeOffset();
        if (phase == DelegationPhase.NotYet)
        {
            _log.Warning(
                "The session was issued at {Issued:u}, in the future: the clock was wrong then, or is wrong now. Others refuse it. Set "
                + "the clock and start the node again", _node.Signer.Delegation.Issued.ToDateTimeOffset());
            return;
        }

        _log.Warning(
            "The delegation {What}, and could not be renewed here: its account has to sign another",
            phase == DelegationPhase.Expired ? "has ended or was revoked" : $"ends at {expires:u}");
        Context.Parent.Tell(new DelegationEnding(expires));
    }

    private TimeSpan Wait()
    {
        var now = _node.Now;
        var next = DelegationRenewal.NextPhase(_node.Signer.Delegation, now) is { } at ? at - now : LongestWait;
        return next < LongestWait ? next : LongestWait;
    }

    /// <summary>Nothing is tried until then: to open a key may cost a second.</summary>
    private sealed record Pause : INoSerializationVerificationNeeded
    {
        public static readonly Pause Instance = new();
    }

    private sealed record Due : INoSerializationVerificationNeeded
    {
        public static readonly Due Instance = new();
    }
}
