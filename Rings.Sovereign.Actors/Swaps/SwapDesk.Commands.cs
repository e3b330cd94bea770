using System.Collections.Immutable;
using Akka.Actor;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;
using static Rings.Sovereign.Actors.Public.RingsSwapsProtocol;

namespace Rings.Sovereign.Actors.Swaps;

/// <summary>What this node's person asks for.</summary>
internal sealed partial class SwapDesk
{
    private static readonly SwapRefusal Silent = new(SwapFault.ChainSilent, "chain", "both chains to answer");

    private void Command(ISwapCommand command, IActorRef asker)
    {
        void Answer(SwapRefusal? refusal) => asker.Tell(new SwapReply(refusal));
        switch (command)
        {
            case Pass pass:
                Input(pass.Id, swap => swap.Tick(Now));
                break;

            case GetSwaps:
                asker.Tell(View());
                break;

            case LookAtChains:
                Survey(asker);
                break;

            case OfferSwap offer:
                Offer(offer.Order, asker);
                break;

            case AcceptSwap accept:
                Accept(accept.Id, Answer);
                break;

            case DeclineSwap decline:
                Take(_book.Decline(decline.Id, Now), Answer);
                break;

            case RefundSwap refund:
                Take(_book.With(refund.Id, swap => swap.RefundNow()), refusal =>
                    Answer(refusal ?? (_book.Swaps[refund.Id].IsRefundSent ? null : NotYet(refund.Id))));
                break;

            case ExportSwap export:
                asker.Tell(new SwapExported(_book.Swaps.GetValueOrDefault(export.Id) is { } swap ? SwapExport.Of(swap) : null));
                break;
        }
    }

    private SwapsView View() => new(
        _book, [.. _chains.Values.Select(chain => (chain.Chain.Identity, _troubles.GetValueOrDefault(chain.Chain.Identity.Name)))],
        _alarms.ToImmutableDictionary());

    private void Offer(SwapOrder order, IActorRef asker)
    {
        var id = SecretId.Draw(Setting.Random);
        void Refuse(SwapRefusal refusal) => asker.Tell(new SwapReply(refusal));
        if (!_chains.TryGetValue(order.Give, out var give) || !_chains.TryGetValue(order.Take, out var take))
        {
            Refuse(new(SwapFault.ChainUnknown, "chain", string.Join(", ", _chains.Keys.Select(name => name.ToString()).Order())));
            return;
        }

        var secrets = _book.SecretsOf(id, SwapRole.Offerer, order.To);
        var offer = _book.Draft(order, id, give.Chain.PlaceOf(secrets.RefundKey), take.Chain.PlaceOf(secrets.ClaimKey), Now);
        Check(new(_book.Place.Ring, _book.Place.Self, order.To, offer, null), (first, second) =>
        {
            if (first is null || second is null) Refuse(Silent);
            else
            {
                Take(_book.Offer(order.To, offer, first, second, Now), refusal =>
                    asker.Tell(new SwapReply(refusal, refusal is null ? id : null)));
            }
        });
    }

    private void Accept(SecretId id, Action<SwapRefusal?> answer)
    {
        if (_book.Swaps.GetValueOrDefault(id) is not SwapTaker swap)
        {
            answer(new(SwapFault.Unknown, "id", "an offer: rings swap offers"));
            return;
        }

        var (first, second) = (swap.Terms.Offer.Give, swap.Terms.Offer.Take);
        var secrets = _book.SecretsOf(id, SwapRole.Taker, swap.Peer);
        var accept = new SwapMessage.Accept(
            id, _chains[first.Chain].Chain.PlaceOf(secrets.ClaimKey), _chains[second.Chain].Chain.PlaceOf(secrets.RefundKey),
            _policy.Chains[first.Chain].Policy.Confirmations, default);
        accept = accept with { TermsHash = swap.Terms.HashWith(accept) };
        Check(swap.Terms with { Accept = accept }, (one, two) =>
        {
            if (one is null || two is null) answer(Silent);
            else Take(_book.Accept(id, accept, one, two, Now), answer);
        });
    }

    private SwapRefusal NotYet(SecretId id) => _book.Swaps[id] is var swap && swap.Terms.Accept is null
        ? new(SwapFault.OutOfTurn, "id", "a swap that is agreed")
        : new(SwapFault.OutOfTurn, "id", $"a lock of this side that is there, and a chain past {swap.Terms.Deadline(swap.Own)}");
}
