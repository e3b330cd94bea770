using System.Security.Cryptography;
using Rings.Actors.Disk;
using Rings.Actors.Identity;
using Rings.Host.Cli;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.GroupDids;

namespace Rings.Host.Identity;

/// <summary>The node's account and session on disk: made on first use, renewed when due.</summary>
/// <param name="data">Where they are.</param>
/// <param name="time">The clock.</param>
internal sealed class NodeIdentity(DataFolder data, TimeProvider time)
{
    private const int SecretBytes = 32;
    private const string Pending = ".pending.json";

    private Instant Now => Instant.From(time.GetUtcNow());

    /// <summary>What the owner has to know of the session that was opened last; null: nothing.</summary>
    public string? Notice { get; private set; }

    /// <summary>The signer for a ring. Where there is no account, a new one of the node's own is made.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="passphrase">Opens the account's key, where it is under one.</param>
    /// <exception cref="UserErrorException">The session has ended and the account's key is not here to renew
    /// it.</exception>
    public Signer Open(RingId ring, string? passphrase)
    {
        data.Create();
        RequireKey();
        var session = SessionOf(ring);
        var held = Held(session);
        if (held is not null && DelegationRenewal.PhaseAt(held.Delegation, Now) == DelegationPhase.Fresh) return held;
        if (held is null && !File.Exists(data.KeyFile))
        {
            RequireNoSessions(ring);
            CreateAccount(AccountKind.Secp256k1, passphrase);
        }

        if (File.Exists(data.KeyFile) && RenewOr(held, ring, passphrase) is { } renewed) return renewed;
        if (held is not null && DelegationRenewal.PhaseAt(held.Delegation, Now) == DelegationPhase.NotYet)
        {
            throw new UserErrorException(
                $"the session in {data.Path} was issued at {held.Delegation.Issued.ToDateTimeOffset():u}, which by this machine's "
                + "clock is in the future: the clock was wrong then, or is wrong now. Set the clock; if the session stays in the "
                + "future, make another: rings session new --wallet DID");
        }

        return held is not null && held.Delegation.Expires > Now
            ? held
            : throw new UserErrorException(
                $"the delegation of {data.Path} has expired and its account's key is {Elsewhere}");
    }

    /// <summary>The session that is there. A damaged one is set aside where the account's key can make another.</summary>
    private Signer? Held(SessionFile session)
    {
        try
        {
            return session.Exists ? File.Exists(data.KeyFile) ? session.Read() : Read(session) : null;
        }
        catch (InvalidDataException damage)
        {
            Notice = $"{damage.Message}; it was set aside as {session.SetAside()}, and the account's key makes another";
            return null;
        }
    }

    /// <summary>As <see cref="TryRenew"/>; on a disk that takes no session the one that is there, while it lasts.</summary>
    private Signer? RenewOr(Signer? held, RingId ring, string? passphrase)
    {
        try
        {
            return TryRenew(ring, passphrase, held?.Delegation);
        }
        catch (StoreException trouble) when (held is not null && IsInForce(held.Delegation))
        {
            Notice = $"{trouble.Message}: the session is not renewed now, and is tried again while the node runs";
            return held;
        }
    }

    private Signer Read(SessionFile session)
    {
        try
        {
            return session.Read();
        }
        catch (InvalidDataException damage)
        {
            throw new UserErrorException(
                damage.Message + (File.Exists(data.KeyFile)
                    ? ". rings run sets it aside, and the account's key makes another"
                    : ". Remove it and begin one: rings session new --wallet DID"),
                damage);
        }
    }

    private bool IsInForce(Delegation delegation) =>
        DelegationRenewal.PhaseAt(delegation, Now) is not (DelegationPhase.Expired or DelegationPhase.NotYet);

    /// <summary>
    /// A key that others can read is nobody's alone, and one that is empty or damaged will renew nothing: nothing is begun
    /// with it, even while its session lasts.
    /// </summary>
    private void RequireKey()
    {
        if (!File.Exists(data.KeyFile)) return;
        if (!OwnerOnlyFile.IsPrivate(data.KeyFile))
            throw new UserErrorException($"{data.KeyFile} can be read by others. Run: {OwnerOnlyFile.Remedy(data.KeyFile)}");
        try
        {
            KeyFile.RequireReadable(data.KeyFile);
        }
        catch (ProtocolException damaged)
        {
            throw new UserErrorException(
                $"{data.KeyFile} does not hold a key ({damaged.Message}). Put its backup there; to run without it until the session "
                + "ends, move it away",
                damaged);
        }
    }

    /// <summary>The session as it is, for the user to see.</summary>
    /// <exception cref="UserErrorException">There is none, or it is damaged.</exception>
    public Delegation Show(RingId ring)
    {
        if (SessionOf(ring) is not { Exists: true } session)
            throw new UserErrorException($"there is no session in {data.Path}. Make one: rings init --data-dir {data.Path}");
        return Read(session).Delegation;
    }

    /// <summary>Makes a new account.</summary>
    /// <exception cref="IOException">There is one already.</exception>
    public Did CreateAccount(AccountKind kind, string? passphrase)
    {
        data.Create();
        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        using var key = AccountKey.FromSecret(kind, secret);
        CryptographicOperations.ZeroMemory(secret);
        KeyFile.Write(data.KeyFile, key, passphrase, RandomNumberGenerator.GetBytes(Keystore.RandomBytes));
        return key.Did;
    }

    /// <summary>A new account beside sessions of another would take their place, and the node would be another.</summary>
    /// <param name="wanted">The ring that a session is wanted for.</param>
    /// <exception cref="UserErrorException">There is a session already, of whatever ring.</exception>
    public void RequireNoSessions(RingId wanted)
    {
        if (!Directory.Exists(data.Path)) return;
        var kept = Directory.EnumerateFiles(data.Path, "session-*.json")
            .FirstOrDefault(file => !file.EndsWith(Pending, StringComparison.Ordinal));
        if (kept is null) return;
        var account = Read(new SessionFile(kept)).Account;
        var next = SessionOf(wanted).Exists
            ? "To let this node be another, move that file away"
            : "For another ring the wallet signs once more: rings session new --wallet DID --ring NAME";
        throw new UserErrorException(
            $"{kept} is the session of {account}, whose key is in a wallet; a new account would make another node of this "
            + $"one. {next}, or name another directory: --data-dir DIR");
    }

    /// <summary>Makes a new session by the account's key.</summary>
    /// <exception cref="UserErrorException">The session that is there is another account's.</exception>
    public Signer Renew(RingId ring, string? passphrase)
    {
        var session = SessionOf(ring);
        var held = Held(session)?.Delegation;
        return TryRenew(ring, passphrase, held) ?? throw new UserErrorException(
            $"the session in {data.Path} is of {held!.Account}, and {data.KeyFile} is another account's: by it this node would "
            + "become another. Renew by the wallet: rings session new --wallet DID; or move the session away");
    }

    /// <summary>Makes a new session by the account's key; null where the session before is another account's.</summary>
    private Signer? TryRenew(RingId ring, string? passphrase, Delegation? before)
    {
        using var account = KeyFile.Read(data.KeyFile, passphrase);
        if (before is not null && before.Account != account.Did) return null;
        var key = NewSessionKey();
        var delegation = Draft(account.Kind, account.Did, account.CarriedPublicKey.Span, key, ring).Sign(account);
        SessionOf(ring).Write(key, delegation);
        return new Signer(key, delegation);
    }

    /// <summary>
    /// The session that follows a running node's: one that was made meanwhile, or a new one by the account's key.
    /// </summary>
    /// <param name="ring">The ring.</param>
    /// <param name="passphrase">Opens the account's key, where it is under one.</param>
    /// <param name="current">The delegation that the node runs with.</param>
    /// <exception cref="UserErrorException">There is none, and the account's key is not here to make one.</exception>
    public Signer Follow(RingId ring, string? passphrase, Delegation current)
    {
        var session = SessionOf(ring);
        if (Held(session) is { } held && LiveNodeRule.Supersedes(held.Delegation, current)) return held;
        return File.Exists(data.KeyFile) && TryRenew(ring, passphrase, current) is { } renewed
            ? renewed
            : throw new UserErrorException(
                $"its account's key is {Elsewhere}");
    }

    /// <summary>Where the account's key is, and what its owner does.</summary>
    private string Elsewhere => File.Exists(data.GroupCardFile)
        ? "its group's: the members sign a renewal by policy, or by hand what rings group session prints. How far they are: rings group renewal"
        : "in a wallet. Renew it, also while the node runs: rings session new --wallet DID";

    /// <summary>The group whose Did the node has; null: its account is none of a group's.</summary>
    /// <exception cref="UserErrorException">The file is damaged.</exception>
    public GroupKey? ReadGroup()
    {
        if (!File.Exists(data.GroupCardFile)) return null;
        try
        {
            return GroupCard.Parse(File.ReadAllText(data.GroupCardFile));
        }
        catch (ProtocolException damage)
        {
            throw new UserErrorException($"{data.GroupCardFile} is damaged ({damage.Message}). A member prints it again: rings group card ID", damage);
        }
    }

    /// <summary>Begins a session whose delegation the members of a group sign; what was begun before counts no more.</summary>
    /// <param name="group">The group.</param>
    /// <param name="ring">The ring.</param>
    /// <param name="life">How long the delegation is to last.</param>
    /// <exception cref="UserErrorException">The session that is there is another account's.</exception>
    public DelegationDraft BeginForGroup(GroupKey group, RingId ring, TimeSpan life)
    {
        data.Create();
        RequireSame(ring, group.Did);
        var key = NewSessionKey();
        var draft = Draft(AccountKind.Ed25519, group.Did, group.Key.Encoded, key, ring, life);
        PendingOf(ring).WriteDraft(key, draft);
        return draft;
    }

    /// <summary>Whether there is a session that follows the one that the node runs with.</summary>
    public bool HasNext(RingId ring, Delegation current) =>
        Held(SessionOf(ring)) is { } held && LiveNodeRule.Supersedes(held.Delegation, current);

    /// <summary>Begins a session whose delegation a wallet signs.</summary>
    /// <returns>What to sign, to the letter: a text, for kind Eip712 typed data in JSON.</returns>
    /// <exception cref="UserErrorException">The session that is there is another account's.</exception>
    public string BeginExternal(WalletAccount account, RingId ring)
    {
        data.Create();
        RequireSame(ring, account.Account);
        var key = NewSessionKey();
        var draft = Draft(account.Kind, account.Account, account.CarriedPublicKey.Span, key, ring);
        PendingOf(ring).WriteDraft(key, draft);
        return draft.ToSign;
    }

    /// <summary>Ends what <see cref="BeginExternal"/> began.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="signature">What the wallet gave, in hex or base64.</param>
    /// <exception cref="UserErrorException">The session that is there is another account's.</exception>
    public Delegation CompleteExternal(RingId ring, string signature)
    {
        var (key, draft) = ReadDraft(ring);
        RequireSame(ring, draft.Account);
        var delegation = draft.Complete(draft.ReadSignature(signature));
        SessionOf(ring).Write(key, delegation);
        PendingOf(ring).Delete();
        return delegation;
    }

    private void RequireSame(RingId ring, Did account)
    {
        var session = SessionOf(ring);
        if (!session.Exists) return;
        var held = Read(session).Account;
        if (held == account) return;
        throw new UserErrorException(
            $"the session in {data.Path} is of {held}: with one of {account} this node would become another. Name another "
            + $"directory: --data-dir DIR; or move {SessionName(ring)} and node.key away");
    }

    private (SessionKey Key, DelegationDraft Draft) ReadDraft(RingId ring)
    {
        try
        {
            return PendingOf(ring).ReadDraft();
        }
        catch (InvalidDataException damage)
        {
            throw new UserErrorException($"{damage.Message}. Begin again: rings session new --wallet DID", damage);
        }
    }

    private static SessionKey NewSessionKey() => SessionKey.FromSeed(RandomNumberGenerator.GetBytes(SecretBytes));

    private DelegationDraft Draft(
        AccountKind kind, Did account, ReadOnlySpan<byte> carriedKey, SessionKey key, RingId ring, TimeSpan? life = null) =>
        new(kind, account, carriedKey, key.PublicKey, ring, Now, Now + (life ?? Delegation.DefaultLifetime),
            RandomNumberGenerator.GetBytes(Delegation.NonceBytes));

    private SessionFile SessionOf(RingId ring) => new(Path.Combine(data.Path, SessionName(ring)));

    private SessionFile PendingOf(RingId ring) => new(Path.Combine(data.Path, $"session-{ring}{Pending}"));

    private static string SessionName(RingId ring) => $"session-{ring}.json";
}
