using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;

namespace Rings.Sovereign.Secrets;

/// <summary>
/// A claimant: an owner who has lost everything but the sheet, under a new Did (docs/protocol/11-secrets.md, 11.3).
/// </summary>
/// <remarks>Pure and immutable: each input gives a <see cref="SecretStep{TState}"/>.</remarks>
public sealed partial record SecretRecovery
{
    private SecretRecovery(SecretPlace place) => Place = place;

    /// <summary>Where it stands.</summary>
    public SecretPlace Place { get; }

    /// <summary>What it claims, by owner and id.</summary>
    public ImmutableDictionary<(Did Owner, SecretId Id), RecoveryTask> Tasks { get; private init; } =
        ImmutableDictionary<(Did, SecretId), RecoveryTask>.Empty;

    private ImmutableDictionary<(Did Owner, SecretId Id), Retry> Retries { get; init; } =
        ImmutableDictionary<(Did, SecretId), Retry>.Empty;

    /// <summary>A claimant of nothing yet.</summary>
    public static SecretRecovery New(SecretPlace place) => new(place);

    /// <summary>A claimant from what its store holds.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="entries">What could be read; those of other machines are left out.</param>
    /// <exception cref="ProtocolException">An entry was never written so.</exception>
    public static SecretRecovery Load(SecretPlace place, IEnumerable<SecretEntry> entries) => New(place) with
    {
        Tasks = entries.Where(entry => entry.Kind == SecretEntryKind.Recovery)
            .ToImmutableDictionary(entry => GuardianCodec.ReadKey(entry.Key), entry => RecoveryCodec.Read(entry.Value)),
    };

    /// <summary>Claims a secret at all its guardians. A rehearsal of it may be under way: it ends.</summary>
    /// <param name="sheet">What its owner had laid away.</param>
    /// <param name="isRehearsal">Whether only to ask who is there.</param>
    /// <param name="now">The time.</param>
    /// <param name="random">For names and numbers.</param>
    public SecretStep<SecretRecovery> Begin(RecoverySheet sheet, bool isRehearsal, Instant now, RandomBytes random)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        var key = (sheet.Owner, sheet.Id);
        if (Tasks.TryGetValue(key, out var known) && !known.IsRehearsal) return Nothing(SecretOutcome.Ignored);
        if (known is null && Tasks.Count >= SecretLimits.Recoveries) return Nothing(SecretOutcome.Full);
        var task = new RecoveryTask(sheet, now, isRehearsal)
        {
            // A node's own share, if it was a guardian too, stays where it is: it claims from others.
            Parts = sheet.Guardians.Where(guardian => guardian != Place.Self).ToImmutableDictionary(
                guardian => guardian, _ => new RecoveryPart(SecretId.Draw(random), Bytes32.Draw(random))),
        };
        return (this with { Retries = Retries.SetItem(key, Retry.After(now)) })
            .Put(key, task, [.. task.Parts.Select(part => Claim(task, part.Key, part.Value))]);
    }

    /// <summary>Gives a recovery up, or clears one away that has done its work.</summary>
    public SecretStep<SecretRecovery> Cancel(Did owner, SecretId id)
    {
        var key = (owner, id);
        return Tasks.ContainsKey(key)
            ? new(
                this with { Tasks = Tasks.Remove(key), Retries = Retries.Remove(key) },
                [new SecretEntry(SecretEntryKind.Recovery, GuardianCodec.KeyOf(key), null)], [], SecretOutcome.Done)
            : Nothing(SecretOutcome.Unknown);
    }

    /// <summary>What somebody said.</summary>
    /// <param name="from">Whose signature it has.</param>
    /// <param name="message">A challenge or a return; others are not for a claimant.</param>
    public SecretStep<SecretRecovery> Receive(Did from, SecretMessage message) => message switch
    {
        SecretMessage.Challenge challenge => Challenged(from, challenge),
        SecretMessage.Return returned => Given(from, returned),
        _ => Nothing(SecretOutcome.Ignored),
    };

    /// <summary>Time has passed: what has no answer is sent again.</summary>
    public SecretStep<SecretRecovery> Tick(Instant now)
    {
        var (state, sends) = (this, ImmutableArray.CreateBuilder<SecretSend>());
        foreach (var (key, task) in Tasks)
        {
            var retry = Retries.GetValueOrDefault(key);
            if (retry.At > now || now - task.BegunAt >= SecretLimits.Grace) continue;
            sends.AddRange(task.Parts.Where(part => part.Value.Nonce is null)
                .Select(part => Claim(task, part.Key, part.Value)));
            sends.AddRange(task.Parts.Where(part => part.Value is { Nonce: not null, Returns.IsEmpty: true } && !task.IsRehearsal)
                .Select(part => Opening(part.Key, part.Value)));
            state = state with { Retries = state.Retries.SetItem(key, retry.Next(now)) };
        }

        return new(state, [], sends.ToImmutable(), SecretOutcome.Done);
    }

    /// <summary>The words that a guardian has to hear from the claimant's mouth; null: it has not answered yet.</summary>
    public ClaimWords? WordsFor(RecoveryTask task, Did guardian)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.Parts.GetValueOrDefault(guardian) is { Nonce: { } nonce } part
            ? ClaimWords.Of(CommitmentOf(task, guardian, part), part.Random, nonce)
            : null;
    }

    /// <summary>A guardian's first nonce counts: with a second one it could choose the words.</summary>
    private SecretStep<SecretRecovery> Challenged(Did from, SecretMessage.Challenge challenge)
    {
        if (Find(from, challenge.ClaimId) is not ({ } key, { } task, { } part)) return Nothing(SecretOutcome.Unknown);
        if (part.Nonce is { } known && known != challenge.Nonce) return Nothing(SecretOutcome.Refused);
        SecretSend[] sends = task.IsRehearsal || !part.Returns.IsEmpty ? [] : [Opening(from, part)];
        return part.Nonce is not null
            ? Nothing(SecretOutcome.Ignored) with { Sends = [.. sends] }
            : Put(key, With(task, from, part with { Nonce = challenge.Nonce }), [.. sends]);
    }

    private SecretStep<SecretRecovery> Given(Did from, SecretMessage.Return returned)
    {
        if (Find(from, returned.ClaimId) is not ({ } key, { } task, { } part) || returned.Id != key.Id || task.IsRehearsal)
            return Nothing(SecretOutcome.Unknown);
        if (part.Returns.Any(known => known.Version == returned.Version)) return Nothing(SecretOutcome.Ignored);
        return part.Returns.Length >= SecretLimits.Versions
            ? Nothing(SecretOutcome.Full)
            : Put(key, With(task, from, part with { Returns = part.Returns.Add(returned) }), []);
    }

    private ((Did Owner, SecretId Id)? Key, RecoveryTask? Task, RecoveryPart? Part) Find(Did guardian, SecretId claim)
    {
        foreach (var (key, task) in Tasks)
        {
            if (task.Parts.TryGetValue(guardian, out var part) && part.Claim == claim) return (key, task, part);
        }

        return default;
    }

    private static RecoveryTask With(RecoveryTask task, Did guardian, RecoveryPart part) =>
        task with { Parts = task.Parts.SetItem(guardian, part) };

    private Bytes32 CommitmentOf(RecoveryTask task, Did guardian, RecoveryPart part) =>
        Place.CommitmentOf(task.Sheet.Owner, task.Sheet.Id, part.Claim, Place.Self, guardian, part.Random);

    private SecretSend Claim(RecoveryTask task, Did guardian, RecoveryPart part) => new(guardian, new SecretMessage.Claim(
        part.Claim, task.Sheet.Owner, task.Sheet.Id, CommitmentOf(task, guardian, part)));

    private static SecretSend Opening(Did guardian, RecoveryPart part) =>
        new(guardian, new SecretMessage.Opening(part.Claim, part.Random));

    private SecretStep<SecretRecovery> Put(
        (Did Owner, SecretId Id) key, RecoveryTask task, ImmutableArray<SecretSend> sends) => new(
            this with { Tasks = Tasks.SetItem(key, task) }, [RecoveryCodec.Entry(key, task)], sends, SecretOutcome.Done);

    private SecretStep<SecretRecovery> Nothing(SecretOutcome outcome) => new(this, [], [], outcome);
}
