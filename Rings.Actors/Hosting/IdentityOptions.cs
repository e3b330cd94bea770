using Rings.Actors.Context;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Actors.Hosting;

/// <summary>Who a node is. Without a word here: a new account at each start, which nobody has met before.</summary>
public sealed class IdentityOptions
{
    private Func<RingId, INodeRandom, Func<Instant>, NodeKeys> _open = OpenNew;

    /// <summary>
    /// The account of a key file, which is made at the first start; a new session key at each start, and when the
    /// delegation has to be renewed: the file is read again then.
    /// </summary>
    /// <param name="path">The file; only its owner may read it.</param>
    /// <param name="passphrase">What the key is under; null: only the file's mode protects it.</param>
    public IdentityOptions KeyFile(string path, string? passphrase = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _open = (ring, random, clock) =>
        {
            using var account = ReadOrMake(path, passphrase, random);
            return new NodeKeys(Delegate(account, ring, random, clock()), () =>
            {
                using var again = Identity.KeyFile.Read(path, passphrase);
                return Delegate(again, ring, random, clock());
            });
        };
        return this;
    }

    /// <summary>The account of a key that the host keeps; the node writes it nowhere.</summary>
    /// <param name="account">The key; used, and renewed by, for as long as the node runs.</param>
    public IdentityOptions Account(AccountKey account)
    {
        ArgumentNullException.ThrowIfNull(account);
        _open = (ring, random, clock) => Holding(account, ring, random, clock);
        return this;
    }

    /// <summary>A session key and delegation that were made elsewhere: for accounts whose key is in a wallet.</summary>
    /// <param name="signer">The first.</param>
    /// <param name="renew">
    /// Makes the next when a quarter of the delegation's life is left, or it was revoked, and keeps it for the next
    /// start; may block, and throws where it cannot: it is asked again. Null: the node warns, and ends with it.
    /// </param>
    public IdentityOptions Signer(Signer signer, Func<Signer>? renew = null)
    {
        ArgumentNullException.ThrowIfNull(signer);
        _open = (_, _, _) => new NodeKeys(signer, renew);
        return this;
    }

    internal NodeKeys Open(RingId ring, INodeRandom random, Func<Instant> clock)
    {
        var keys = _open(ring, random, clock);
        return keys.Ring == ring
            ? keys
            : throw new ProtocolException("Delegation.ring", $"{ring}, the ring that the node is to join");
    }

    /// <summary>The account's key is nowhere but here, and lasts as long as the node.</summary>
    private static NodeKeys OpenNew(RingId ring, INodeRandom random, Func<Instant> clock) =>
        Holding(Make(random), ring, random, clock);

    private static NodeKeys Holding(AccountKey account, RingId ring, INodeRandom random, Func<Instant> clock) =>
        new(Delegate(account, ring, random, clock()), () => Delegate(account, ring, random, clock()));

    private static AccountKey ReadOrMake(string path, string? passphrase, INodeRandom random)
    {
        if (File.Exists(path)) return Identity.KeyFile.Read(path, passphrase);
        var account = Make(random);
        var bytes = new byte[Keystore.RandomBytes];
        random.Fill(bytes);
        Identity.KeyFile.Write(path, account, passphrase, bytes);
        return account;
    }

    private static AccountKey Make(INodeRandom random)
    {
        Span<byte> secret = stackalloc byte[32];
        random.Fill(secret);
        var account = AccountKey.FromSecret(AccountKind.Ed25519, secret);
        secret.Clear();
        return account;
    }

    private static Signer Delegate(AccountKey account, RingId ring, INodeRandom random, Instant now)
    {
        Span<byte> seed = stackalloc byte[32];
        Span<byte> nonce = stackalloc byte[Delegation.NonceBytes];
        random.Fill(seed);
        random.Fill(nonce);
        var session = SessionKey.FromSeed(seed);
        seed.Clear();
        var draft = new DelegationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, ring, now,
            now + Delegation.DefaultLifetime, nonce);
        return new Signer(session, draft.Sign(account));
    }
}
