using System.Security.Cryptography;
using Rings.Actors.Links;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Benchmarks.Actors;

/// <summary>Names and keys for benchmarks of whole nodes.</summary>
internal static class BenchmarkRing
{
    public const string Name = "benchmark";

    public static Signer NewSigner() => SignerOf(RandomNumberGenerator.GetBytes(32));

    /// <summary>A new session of the account with this secret of 32 bytes.</summary>
    public static Signer SignerOf(byte[] secret)
    {
        using var account = AccountKey.FromSecret(AccountKind.Ed25519, secret);
        var session = SessionKey.FromSeed(RandomNumberGenerator.GetBytes(32));
        var now = Instant.From(TimeProvider.System.GetUtcNow());
        var draft = new DelegationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, RingId.OfPublic(Name), now,
            now + Delegation.DefaultLifetime, RandomNumberGenerator.GetBytes(Delegation.NonceBytes));
        return new Signer(session, draft.Sign(account));
    }

    /// <summary>There are no seeds: links are made by hand.</summary>
    public sealed class NoSeeds : ISeedClient
    {
        public Task<string> NodeDidAsync(Uri seed, CancellationToken cancel) =>
            throw new SeedException("no seeds here");

        public Task<byte[]> AnswerOfferAsync(Uri seed, byte[] offer, CancellationToken cancel) =>
            throw new SeedException("no seeds here");
    }
}
