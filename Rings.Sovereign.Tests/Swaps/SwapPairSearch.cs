using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Tests.Swaps;

/// <summary>
/// All runs of two honest sides of the production classes: each transaction is in a block anywhere up to D, and the taker dawdles as long
/// as it likes until it has locked. Median times are the clock's, nothing is reorganised, nobody is down.
/// </summary>
internal sealed class SwapPairSearch
{
    private readonly SwapWorld _world;
    private readonly Bytes32 _preimage;
    private readonly SwapSide _offerer;
    private readonly SwapSide _taker;
    private readonly HashSet<(int Tick, State State)> _seen = [];

    public SwapPairSearch(SwapWorld world)
    {
        _world = world;
        var terms = world.Terms(SecretId.Read(new byte[16]));
        var bounds = new SwapBounds(world.Times, world.Chain, world.Chain);
        var secrets = SwapSecrets.Of(SwapFixture.AliceKey, terms.Offer.Id, SwapRole.Offerer, SwapFixture.Bob);
        _preimage = secrets.Preimage!.Value;
        _offerer = new SwapOfferer(terms, secrets, bounds) { Stage = SwapStage.Agreed };
        _taker = new SwapTaker(terms, SwapSecrets.Of(SwapFixture.BobKey, terms.Offer.Id, SwapRole.Taker, SwapFixture.Alice), bounds)
        {
            Stage = SwapStage.Agreed,
        };
    }

    /// <summary>Distinct states that were visited.</summary>
    public int Visited => _seen.Count;

    /// <summary>Whether there was a run in which both have what they were to get.</summary>
    public bool HasSucceeded { get; private set; }

    /// <summary>Whether there is a run in which the taker locks and gets nothing for it.</summary>
    public bool FindsVainLock()
    {
        var next = new Stack<(int Tick, State State)>([(0, new(default, default, _offerer.Stage, _taker.Stage, false))]);
        while (next.TryPop(out var at))
        {
            if (!_seen.Add(at)) continue;
            if (at.Tick == _world.End)
            {
                var isDone = at.State is { First.Spend: 1, Second.Spend: 1 };
                HasSucceeded |= isDone;
                if (at.State.Second.Lock != 0 && !isDone) return true;
                continue;
            }

            foreach (var turn in Turns(at.State, at.Tick))
                foreach (var first in Block(turn.First, LegSide.First, at.Tick + 1))
                    foreach (var second in Block(turn.Second, LegSide.Second, at.Tick + 1))
                        next.Push((at.Tick + 1, turn with { First = first, Second = second }));
        }

        return false;
    }

    private IEnumerable<State> Turns(State state, int tick)
    {
        var offered = Turn(state, _offerer with { Stage = state.Offerer }, tick);
        if (state.Taker == SwapStage.Agreed) yield return offered;
        yield return Turn(offered, _taker with { Stage = state.Taker, Learned = state.IsLearned ? _preimage : null }, tick);
    }

    private State Turn(State state, SwapSide side, int tick)
    {
        var now = SwapWorld.At(tick) + (SwapWorld.Scale / 2);
        var (first, second) = (Fact(state.First, LegSide.First, tick), Fact(state.Second, LegSide.Second, tick));
        var todo = new Queue<Func<SwapSide, SwapStep>>([it => it.Saw(LegSide.First, first, now), it => it.Saw(LegSide.Second, second, now)]);
        while (todo.TryDequeue(out var input))
        {
            var step = input(side);
            side = step.State;
            foreach (var effect in step.Effects)
            {
                if (effect is SwapEffect.Check)
                    todo.Enqueue(it => it.Checked(SwapFixture.Fine(first.Tip, _world.First), SwapFixture.Fine(second.Tip, _world.Second), now));
                else if (effect is SwapEffect.Broadcast cast)
                {
                    state = cast.Side == LegSide.First
                        ? state with { First = state.First.Cast(cast.Action, tick + _world.D) }
                        : state with { Second = state.Second.Cast(cast.Action, tick + _world.D) };
                    todo.Enqueue(it => it.Sent(cast.Side, cast.Action, new(BroadcastOutcome.Sent, "00"), now));
                }
            }
        }

        return side.Role == SwapRole.Offerer
            ? state with { Offerer = side.Stage }
            : state with { Taker = side.Stage, IsLearned = side.Learned is not null };
    }

    private IEnumerable<SearchedLeg> Block(SearchedLeg leg, LegSide side, int tick)
    {
        var at = (short)tick;
        if (leg.Lock == 1)
        {
            yield return leg with { Lock = 2, LockAt = at };
            if (tick >= leg.LockAt) yield break;
        }
        else if (leg is { Lock: 2, Spend: 0 })
        {
            var isPast = tick >= _world.Deadline(side);
            var mayClaim = leg.ClaimBy > 0 && (_world.KindOf(side) == ChainKind.Utxo || !isPast);
            var mayRefund = leg.RefundBy > 0 && isPast;
            var spent = leg with { SpendAt = at, ClaimBy = 0, RefundBy = 0 };
            if (mayClaim) yield return spent with { Spend = 1 };
            if (mayRefund) yield return spent with { Spend = 2 };
            if ((mayClaim && tick >= leg.ClaimBy) || (mayRefund && tick >= leg.RefundBy)) yield break;
        }

        yield return leg;
    }

    private ChainFact Fact(SearchedLeg leg, LegSide side, int tick)
    {
        var time = SwapWorld.At(tick) + (SwapWorld.Scale / 2);
        var tip = new ChainTip(tick, time, _world.KindOf(side) == ChainKind.Evm ? time : SwapWorld.At(tick) + 1);
        return leg.Fact(tip, _preimage);
    }

    private readonly record struct State(SearchedLeg First, SearchedLeg Second, SwapStage Offerer, SwapStage Taker, bool IsLearned);
}
