using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.Secrets;

/// <summary>An owner, guardians and claimants that talk over their messages' bytes; nothing is lost unless a test says so.</summary>
internal sealed class SecretWorld
{
    public static readonly RingId Ring = RingId.OfPublic("main");

    private readonly Queue<(Did From, SecretSend Send)> _waiting = [];
    private readonly Dictionary<Did, SecretOwner> _owners = [];
    private readonly Dictionary<Did, Guardian> _guardians = [];
    private readonly Dictionary<Did, SecretRecovery> _claimants = [];

    public SecretWorld(int seed, int guardians, bool areAccepting = true)
    {
        Random = new(seed);
        Key = Secp256k1Scalar.Draw(Random.Fill);
        using var account = AccountKey.FromSecret(AccountKind.Secp256k1, Key.ToByteArray());
        Owner = account.Did;
        _owners[Owner] = SecretOwner.New(new(Ring, Owner));
        Guardians = [.. Enumerable.Range(1, guardians).Select(number => Did.Zero.Finger(number))];
        foreach (var guardian in Guardians)
        {
            _guardians[guardian] = Guardian.New(new(Ring, guardian));
            if (areAccepting) _guardians[guardian] = _guardians[guardian].Accept(Owner).State;
        }

        _claimants[Claimant] = SecretRecovery.New(new(Ring, Claimant));
    }

    public SeededBytes Random { get; }

    public Secp256k1Scalar Key { get; }

    public Did Owner { get; }

    public Did Claimant { get; } = Did.Zero.Finger(100);

    public ImmutableArray<Did> Guardians { get; }

    public SecretId Id { get; } = SecretId.Read(new byte[16]);

    public Instant Now { get; set; } = Instant.FromUnixMilliseconds(1_800_000_000_000);

    /// <summary>Who is away: what is sent to it is lost.</summary>
    public HashSet<Did> Away { get; } = [];

    /// <summary>What came of messages.</summary>
    public List<(Did At, SecretOutcome Outcome)> Outcomes { get; } = [];

    /// <summary>All messages that were sent, as bytes.</summary>
    public List<(Did From, Did To, SecretMessage Message)> Sent { get; } = [];

    public SecretOwner OwnerNow => _owners[Owner];

    public OwnSecret Secret => OwnerNow.Secrets[Id];

    public RecoverySheet Sheet => new(
        Owner, Id, Secret.Latest!.Commitments.Threshold, Secret.Latest.Guardians,
        RecoverySheet.CheckOf(Secret.Latest.Commitments), "main", ["http://127.0.0.1:50001/"]);

    public Guardian this[Did guardian] => _guardians[guardian];

    public SecretRecovery ClaimantNow => _claimants[Claimant];

    public RecoveryTask Task => ClaimantNow.Tasks.Values.Single();

    public SecretOutcome SplitKey(int threshold, int delayHours = 0, int? count = null) => Do(OwnerNow.SplitKey(
        Id, "key", Key, new([.. Guardians.Take(count ?? Guardians.Length)], threshold, delayHours), Now, Random.Fill));

    public SecretOutcome SplitSealed(byte[] payload, int threshold, int delayHours = 0) => Do(OwnerNow.SplitSealed(
        Id, "file", payload, new(Guardians, threshold, delayHours), Now, Random.Fill));

    public SecretOutcome Refresh(ImmutableArray<Did> guardians, int threshold, int delayHours = 0) => Do(OwnerNow.Refresh(
        Id, Secret.Mode == SecretMode.Key ? Key : null, new(guardians, threshold, delayHours), Now, Random.Fill));

    public SecretOutcome Do(SecretStep<SecretOwner> step) => Run(step, Owner, state => _owners[Owner] = state);

    public SecretOutcome Do(Did guardian, SecretStep<Guardian> step) => Run(step, guardian, state => _guardians[guardian] = state);

    public SecretOutcome Do(SecretStep<SecretRecovery> step) => DoAs(Claimant, step);

    public SecretOutcome DoAs(Did claimant, SecretStep<SecretRecovery> step) => Run(step, claimant, state => _claimants[claimant] = state);

    public SecretRecovery Join(Did claimant) => _claimants[claimant] = SecretRecovery.New(new(Ring, claimant));

    public SecretRecovery ClaimantOf(Did claimant) => _claimants[claimant];

    public void Set(Did guardian, Guardian state) => _guardians[guardian] = state;

    public SecretOutcome Claim() => Do(ClaimantNow.Begin(Sheet, isRehearsal: false, Now, Random.Fill));

    /// <summary>What is under way arrives, and all that comes of it.</summary>
    public void Settle()
    {
        while (_waiting.TryDequeue(out var waiting))
        {
            if (Away.Contains(waiting.Send.To) || Away.Contains(waiting.From)) continue;
            if (_guardians.TryGetValue(waiting.From, out var guardian))
                _guardians[waiting.From] = guardian.Handed(waiting.Send.Message);
            Say(waiting.From, waiting.Send.To, SecretCodec.Read(SecretCodec.Write(waiting.Send.Message)));
        }
    }

    /// <summary>Somebody says something, whatever it is.</summary>
    public SecretOutcome Say(Did from, Did to, SecretMessage message)
    {
        var outcome = message switch
        {
            SecretMessage.Dealt or SecretMessage.Warning when _owners.TryGetValue(to, out var owner) =>
                Run(owner.Receive(from, message, Now), to, state => _owners[to] = state),
            SecretMessage.Challenge or SecretMessage.Return when _claimants.TryGetValue(to, out var claimant) =>
                Run(claimant.Receive(from, message), to, state => _claimants[to] = state),
            _ when _guardians.TryGetValue(to, out var guardian) =>
                Run(guardian.Receive(from, message, Now, Random.Fill), to, state => _guardians[to] = state),
            _ => SecretOutcome.Unknown,
        };
        Outcomes.Add((to, outcome));
        return outcome;
    }

    /// <summary>Time passes for all.</summary>
    public void Wait(TimeSpan time)
    {
        Now += time;
        Do(OwnerNow.Tick(Now));
        foreach (var guardian in Guardians) Do(guardian, _guardians[guardian].Tick(Now));
        foreach (var (did, claimant) in _claimants.ToList()) DoAs(did, claimant.Tick(Now));
        Settle();
    }

    /// <summary>The claimant of the claim says its words to the guardian's person, who types them.</summary>
    public SecretOutcome Approve(Did guardian, bool despiteVeto = false)
    {
        var (part, words) = (Task.Parts[guardian], ClaimantNow.WordsFor(Task, guardian)!.Value);
        var outcome = Do(guardian, _guardians[guardian].Approve(part.Claim, words, despiteVeto, Now));
        Settle();
        return outcome;
    }

    /// <summary>Good shares by version at a guardian; what has ended and is still there counts where it is asked for.</summary>
    public IEnumerable<uint> VersionsAt(Did guardian) =>
        _guardians[guardian].Kept.Values.SelectMany(kept => kept.Versions.Keys);

    private SecretOutcome Run<T>(SecretStep<T> step, Did at, Action<T> keep)
    {
        keep(step.State);
        foreach (var send in step.Sends)
        {
            Sent.Add((at, send.To, send.Message));
            _waiting.Enqueue((at, send));
        }

        return step.Outcome;
    }
}
