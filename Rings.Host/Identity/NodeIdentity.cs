using System.Security.Cryptography;
using Rings.Actors.Disk;
using Rings.Actors.Identity;
using Rings.Host.Cli;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Host.Identity;

/// <summary>The node's account and session on disk: made on first use, renewed when due.</summary>
/// <param name="data">Where they are.</param>
/// <param name="time">The clock.</param>
internal sealed class NodeIdentity(DataFolder data, TimeProvider time)
{
    private const int SecretBytes = 32;

    private Instant Now => Instant.From(time.GetUtcNow());

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
        var held = session.Exists ? session.Read() : null;
        if (held is not null && DelegationRenewal.PhaseAt(held.Delegation, Now) == DelegationPhase.Fresh) return held;
        if (held is null && !File.Exists(data.KeyFile)) CreateAccount(AccountKind.Secp256k1, passphrase);
        if (File.Exists(data.KeyFile)) return Renew(ring, passphrase);
        if (held is not null && DelegationRenewal.PhaseAt(held.Delegation, Now) == DelegationPhase.NotYet)
        {
            throw new UserErrorException(
                $"the session in {data.Path} was issued at {held.Delegation.Issued.ToDateTimeOffset():u}, which by this machine's "
                + "clock is in the future: the clock was wrong then, or is wrong now. Set the clock; if the session stays in the "
                + "future, make another: rings session new --external DID");
        }

        return held is not null && held.Delegation.Expires > Now
            ? held
            : throw new UserErrorException(
                $"the delegation of {data.Path} has expired and its account's key is in a wallet. "
                + "Renew it: rings session new --external DID");
    }

    /// <summary>
    /// A key that others can read is nobody's alone, and one that is empty or damaged will renew nothing: nothing is begun
    /// with it, even while its session lasts.
    /// </summary>
    private void RequireKey()
    {
        if (!File.Exists(data.KeyFile)) return;
        if (!OwnerOnlyFile.IsPrivate(data.KeyFile))
            throw new UserErrorException($"{data.KeyFile} can be read by others. Run: chmod 600 {data.KeyFile}");
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
    /// <exception cref="UserErrorException">There is none.</exception>
    public Delegation Show(RingId ring) => SessionOf(ring) is { Exists: true } session
        ? session.Read().Delegation
        : throw new UserErrorException(
            $"there is no session in {data.Path}. Make one: rings init --data-dir {data.Path}");

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

    /// <summary>Makes a new session by the account's key.</summary>
    public Signer Renew(RingId ring, string? passphrase)
    {
        using var account = KeyFile.Read(data.KeyFile, passphrase);
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
        if (session.Exists && session.Read() is var held && LiveNodeRule.Supersedes(held.Delegation, current)) return held;
        return File.Exists(data.KeyFile)
            ? Renew(ring, passphrase)
            : throw new UserErrorException(
                "its account's key is in a wallet. Renew it while the node runs: rings session new --external DID");
    }

    /// <summary>Begins a session whose delegation a wallet signs.</summary>
    /// <returns>What to sign, to the letter: a text, for kind Eip712 typed data in JSON.</returns>
    public string BeginExternal(WalletAccount account, RingId ring)
    {
        data.Create();
        var key = NewSessionKey();
        var draft = Draft(account.Kind, account.Account, account.CarriedPublicKey.Span, key, ring);
        PendingOf(ring).WriteDraft(key, draft);
        return draft.ToSign;
    }

    /// <summary>Ends what <see cref="BeginExternal"/> began.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="signature">What the wallet gave, in hex or base64.</param>
    public Delegation CompleteExternal(RingId ring, string signature)
    {
        var (key, draft) = PendingOf(ring).ReadDraft();
        var delegation = draft.Complete(draft.ReadSignature(signature));
        SessionOf(ring).Write(key, delegation);
        PendingOf(ring).Delete();
        return delegation;
    }

    private static SessionKey NewSessionKey() => SessionKey.FromSeed(RandomNumberGenerator.GetBytes(SecretBytes));

    private DelegationDraft Draft(
        AccountKind kind, Did account, ReadOnlySpan<byte> carriedKey, SessionKey key, RingId ring) =>
        new(kind, account, carriedKey, key.PublicKey, ring, Now, Now + Delegation.DefaultLifetime,
            RandomNumberGenerator.GetBytes(Delegation.NonceBytes));

    private SessionFile SessionOf(RingId ring) => new(Path.Combine(data.Path, $"session-{ring}.json"));

    private SessionFile PendingOf(RingId ring) => new(Path.Combine(data.Path, $"session-{ring}.pending.json"));
}
