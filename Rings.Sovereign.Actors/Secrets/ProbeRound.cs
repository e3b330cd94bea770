using System.Collections.Immutable;
using Akka.Actor;
using Rings.Protocol;
using Rings.Sovereign.Actors.Context;
using Rings.Sovereign.Actors.Proofs;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Secrets;
using static Rings.Sovereign.Actors.Public.RingsSecretsProtocol;

namespace Rings.Sovereign.Actors.Secrets;

/// <summary>Which guardians are being asked for a live proof, and who wants to hear of it.</summary>
/// <param name="proofs">The desk that asks.</param>
/// <param name="keeper">Who hears of each proof.</param>
/// <param name="setting">Clock and chance.</param>
internal sealed class ProbeRound(IActorRef proofs, IActorRef keeper, SecretSetting setting)
{
    /// <summary>A guardian that did not prove is asked again after this.</summary>
    private static readonly TimeSpan AgainAfter = TimeSpan.FromHours(6);

    private readonly Dictionary<(SecretId Id, Did Guardian), Instant> _asked = [];
    private readonly List<Waiting> _waiting = [];

    /// <summary>Up to a day, drawn at each start: that nobody can tell the hour.</summary>
    private readonly TimeSpan _early = TimeSpan.FromMinutes(setting.Chance.Next().Next(24 * 60));

    /// <summary>Asks those whose proof is due.</summary>
    public void Advance(SecretOwner owner, Instant now)
    {
        foreach (var (id, guardian, version) in owner.ProofsDue(now, _early))
        {
            if (_asked.TryGetValue((id, guardian), out var asked) && now - asked < AgainAfter) continue;
            Ask(id, guardian, version, now);
        }
    }

    /// <summary>Asks all guardians of a secret, now.</summary>
    public void AskAll(SecretId id, OwnVersion version, IActorRef asker)
    {
        _waiting.Add(new(id, [.. version.Guardians], asker));
        foreach (var guardian in version.Guardians) Ask(id, guardian, version, setting.Now);
    }

    /// <summary>A proof has ended; whoever waits for the last of them is told.</summary>
    /// <returns>The secret; null: it was of none.</returns>
    public SecretId? Ended(ProofDesk.Proven proven, Instant now)
    {
        if (proven.Tag is not SecretId id) return null;
        _asked[(id, proven.Prover)] = now;
        foreach (var waiting in _waiting.Where(waiting => waiting.Id == id && waiting.Open.Remove(proven.Prover)).ToList())
        {
            waiting.Results[proven.Prover] = proven.Result;
            if (waiting.Open.Count > 0) continue;
            waiting.Asker.Tell(new SecretProbed(SecretOutcome.Done, waiting.Results.ToImmutableDictionary()));
            _waiting.Remove(waiting);
        }

        return id;
    }

    private void Ask(SecretId id, Did guardian, OwnVersion version, Instant now)
    {
        _asked[(id, guardian)] = now;
        proofs.Tell(new ProofDesk.AskProof(guardian, version.ShareOf(guardian), id), keeper);
    }

    private sealed record Waiting(SecretId Id, HashSet<Did> Open, IActorRef Asker)
    {
        public Dictionary<Did, ProofResult> Results { get; } = [];
    }
}
