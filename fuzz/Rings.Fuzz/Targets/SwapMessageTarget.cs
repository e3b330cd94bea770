using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Fuzz.Targets;

/// <summary>Messages of <c>swap/1</c>, and what the book of a node does with them; what lies on the disk is read by the same reader.</summary>
internal sealed class SwapMessageTarget : IFuzzTarget
{
    private const long Now = 1_800_000_000;

    private static readonly byte[] Key = [.. Enumerable.Range(1, SwapSecrets.KeyBytes).Select(number => (byte)number)];
    private static readonly SecretPlace Place = new(RingId.OfPublic("main"), Did.Zero.Finger(1));
    private static readonly Did Friend = Did.Zero.Finger(2);
    private static readonly ChainName Utxo = ChainName.Read("bip122:530827f38f93b43ed12af0b3ad25a288");
    private static readonly ChainName Evm = ChainName.Read("eip155:31337");
    private static readonly ChainPlace Account = ChainPlace.Read([.. Enumerable.Repeat((byte)7, ChainPlace.AddressBytes)]);
    private static readonly ChainPlace PublicKey = ChainPlace.Read([2, .. Enumerable.Repeat((byte)7, ChainPlace.KeyBytes - 1)]);
    private static readonly Amount Coins = Amount.Of(1_000_000_000);

    private readonly SwapBook _book = SwapBook.Load(Place, Key, Policy(), []);
    private readonly SwapMessage.Offer _offer;
    private readonly SwapBook _asked;

    public SwapMessageTarget()
    {
        _offer = _book.Draft(new(Friend, Utxo, Coins, Evm, Coins, 600), default, PublicKey, Account, Now);
        _asked = _book.Receive(Friend, _offer, Now).State;
    }

    public string Name => "swap-message";

    public int MaxBytes => SwapLimits.MessageBytes;

    public long MaxAllocatedBytes => 1 << 20;

    public IEnumerable<byte[]> Seeds()
    {
        var accept = new SwapMessage.Accept(_offer.Id, PublicKey, Account, 2, default);
        return ((IEnumerable<SwapMessage>)
        [
            _offer, accept with { TermsHash = _asked.Swaps[_offer.Id].Terms.HashWith(accept) },
            new SwapMessage.Note(_offer.Id, SwapStage.Leg1Sent, new string('a', 64)), new SwapMessage.Cancel(_offer.Id, SwapFault.Declined),
        ]).Select(SwapCodec.Write).Append(SwapJournal.Write(_asked.Swaps[_offer.Id]));
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        Try(input, bytes =>
        {
            var message = SwapCodec.Read(bytes);
            _book.Receive(Friend, message, Now);
            _asked.Receive(Friend, message, Now);
        });
        Try(input, bytes => SwapJournal.Read(Place, Key, offer => Policy().BoundsOf(offer.Give.Chain, offer.Take.Chain), bytes));
    }

    private static void Try(ReadOnlySpan<byte> input, Reader read)
    {
        try
        {
            read(input);
        }
        catch (ProtocolException)
        {
            // Refused, as it may be.
        }
    }

    private static SwapPolicy Policy()
    {
        static ConfiguredChain Chain(ChainName name, ChainPlace contract) => new(
            new(name, default, name.Kind == ChainKind.Utxo ? "ltc" : "eth", 8, contract, true), new(2, 2, 10, 0, Amount.Of(1_000)));
        return new(SwapTimes.Default, false, new[] { Chain(Utxo, ChainPlace.None), Chain(Evm, Account) }
            .ToImmutableDictionary(chain => chain.Identity.Name));
    }

    private delegate void Reader(ReadOnlySpan<byte> bytes);
}
