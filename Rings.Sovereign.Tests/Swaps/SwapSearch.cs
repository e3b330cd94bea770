using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Tests.Swaps;

/// <summary>
/// All runs of a swap of one honest side, of the production classes, against another that does what its chains let it do, at any
/// tick. A transaction of the honest side is in a block by D at the latest; it may be down once for up to P, also between a write and
/// what follows; one reorganisation of up to R blocks; median times anywhere from L late to F early.
/// </summary>
/// <remarks>
/// The other side's transactions come into blocks when it likes, unseen before. After each tick the honest side is read anew from the
/// bytes on its disk. What a reorganisation undid of the honest side's is in its chain again R after it was first in it.
/// </remarks>
internal sealed class SwapSearch
{
    private static readonly byte[] Id = [.. Enumerable.Repeat((byte)9, 16)];

    private readonly SwapWorld _world;
    private readonly bool _isOfferer;
    private readonly SwapBounds _bounds;
    private readonly SecretPlace _place;
    private readonly byte[] _key;
    private readonly Bytes32 _preimage;
    private readonly List<SwapSide> _sides = [];
    private readonly Dictionary<string, short> _known = [];

    public SwapSearch(SwapWorld world, SwapRole honest)
    {
        (_world, _isOfferer) = (world, honest == SwapRole.Offerer);
        _bounds = new(world.Times, world.Chain, world.Chain);
        (_place, _key) = _isOfferer
            ? (new SecretPlace(SwapFixture.Ring, SwapFixture.Alice), SwapFixture.AliceKey)
            : (new SecretPlace(SwapFixture.Ring, SwapFixture.Bob), SwapFixture.BobKey);
        _preimage = SwapSecrets.Of(SwapFixture.AliceKey, SecretId.Read(Id), SwapRole.Offerer, SwapFixture.Bob).Preimage!.Value;
    }

    /// <summary>Distinct states that were visited.</summary>
    public long Visited { get; private set; }

    /// <summary>Whether there was a run in which both have what they were to get.</summary>
    public bool HasSucceeded { get; private set; }

    /// <summary>Looks at every state that can be reached.</summary>
    /// <returns>The steps to the first state in which the honest side has lost a leg; null: there is none.</returns>
    public IReadOnlyList<string>? FindLoss()
    {
        List<Dictionary<SearchedState, SearchedState>> trail = [];
        var layer = new Dictionary<SearchedState, SearchedState>();
        var begun = new SearchedState(default, default, 0, 0, false, -1, false, Begin());
        foreach (var first in Medians(LegSide.First, 0, 0))
            foreach (var second in Medians(LegSide.Second, 0, 0))
                layer[begun with { FirstMedian = first, SecondMedian = second }] = begun;
        for (var tick = 0; tick <= _world.End; tick++)
        {
            trail.Add(layer);
            Visited += layer.Count;
            if (tick == _world.End) break;
            var next = new Dictionary<SearchedState, SearchedState>();
            foreach (var state in layer.Keys)
                foreach (var acted in Turns(state, tick))
                    foreach (var after in Mine(acted, tick))
                        next.TryAdd(after, state);
            layer = next;
        }

        foreach (var state in layer.Keys)
        {
            HasSucceeded |= state is { First.Spend: 1, Second.Spend: 1 };
            if (IsLost(state)) return Trail(trail, state);
        }

        return null;
    }

    private short Begin()
    {
        var terms = _world.Terms(SecretId.Read(Id));
        var secrets = SwapSecrets.Of(
            _key, terms.Offer.Id, _isOfferer ? SwapRole.Offerer : SwapRole.Taker, _isOfferer ? SwapFixture.Bob : SwapFixture.Alice);
        SwapSide side = _isOfferer ? new SwapOfferer(terms, secrets, _bounds) : new SwapTaker(terms, secrets, _bounds);
        return Intern(side with { Stage = SwapStage.Agreed, Since = SwapWorld.At(0), Begun = SwapWorld.At(0) });
    }

    /// <summary>What the honest side may have done by the end of its turn: all, nothing, or up to a write.</summary>
    private List<SearchedState> Turns(in SearchedState state, int tick)
    {
        var turns = new List<SearchedState>();
        if (state.Rest > 0) turns.Add(state with { Rest = (sbyte)(state.Rest - 1) });
        if (state.Rest < 0 && _world.P > 0) turns.Add(state with { Rest = (sbyte)(_world.P - 1) });

        var awake = state with { Rest = state.Rest < 0 ? (sbyte)-1 : (sbyte)0 };
        var now = SwapWorld.At(tick) + (SwapWorld.Scale / 2);
        var side = _sides[state.Side];
        var todo = new Queue<Func<SwapSide, SwapStep>>();
        var (first, second) = (Fact(state, LegSide.First, tick), Fact(state, LegSide.Second, tick));
        todo.Enqueue(it => it.Saw(LegSide.First, first, now));
        todo.Enqueue(it => it.Saw(LegSide.Second, second, now));
        while (todo.TryDequeue(out var input))
        {
            var step = input(side);
            side = step.State;
            if (step.IsKept)
            {
                awake = awake with { Side = Intern(side) };
                // The process ends with this on the disk and nothing of what follows done.
                if (awake.Rest < 0 && _world.P > 0) turns.Add(awake with { Rest = (sbyte)(_world.P - 1) });
            }

            foreach (var effect in step.Effects)
            {
                if (effect is SwapEffect.Check)
                    todo.Enqueue(it => it.Checked(SwapFixture.Fine(first.Tip, _world.First), SwapFixture.Fine(second.Tip, _world.Second), now));
                else if (effect is SwapEffect.Broadcast cast)
                {
                    awake = Broadcast(awake, cast, tick);
                    todo.Enqueue(it => it.Sent(cast.Side, cast.Action, new(BroadcastOutcome.Sent, "00"), now));
                }
            }
        }

        turns.Add(awake);
        return turns;
    }

    private SearchedState Broadcast(SearchedState state, SwapEffect.Broadcast cast, int tick)
    {
        var leg = Leg(state, cast.Side);
        var after = leg.Cast(cast.Action, tick + _world.D);
        return With(state, cast.Side, after) with { IsShown = state.IsShown | (cast.Action is ChainAction.Claim && after != leg) };
    }

    private IEnumerable<SearchedState> Mine(SearchedState state, int tick)
    {
        foreach (var undone in Reorganisations(state, tick))
            foreach (var firstMedian in Medians(LegSide.First, undone.FirstMedian, tick + 1))
                foreach (var secondMedian in Medians(LegSide.Second, undone.SecondMedian, tick + 1))
                    foreach (var (first, shownFirst) in Block(undone, LegSide.First, firstMedian, tick + 1))
                        foreach (var (second, shownSecond) in Block(undone, LegSide.Second, secondMedian, tick + 1))
                        {
                            var oldest = tick + 1 - Math.Max(_world.Confirmations, _world.Deep) - _world.R;
                            yield return undone with
                            {
                                First = first.Age(oldest),
                                Second = second.Age(oldest),
                                FirstMedian = firstMedian,
                                SecondMedian = secondMedian,
                                IsShown = undone.IsShown | shownFirst | shownSecond,
                            };
                        }
    }

    private IEnumerable<SearchedState> Reorganisations(SearchedState state, int tick)
    {
        yield return state;
        if (state.IsReorganised) yield break;
        foreach (var side in (LegSide[])[LegSide.First, LegSide.Second])
        {
            var leg = Leg(state, side);
            for (var depth = 1; depth <= _world.R; depth++)
            {
                var undone = leg.Undo(tick - depth, _world.R, IsOwn(side));
                if (undone != leg) yield return With(state, side, undone) with { IsReorganised = true };
            }
        }
    }

    /// <summary>What the next block may hold of a leg, and whether that shows the preimage.</summary>
    private List<(SearchedLeg Leg, bool IsShown)> Block(in SearchedState state, LegSide side, short median, int tick)
    {
        var (leg, isOwn, at) = (Leg(state, side), IsOwn(side), (short)tick);
        var isEvm = _world.KindOf(side) == ChainKind.Evm;
        var blocks = new List<(SearchedLeg, bool)>();
        var isForced = false;
        if (leg.Lock == 1)
        {
            blocks.Add((leg with { Lock = 2, LockAt = at }, false));
            isForced = tick >= leg.LockAt;
        }
        else if (leg.Lock == 0)
        {
            if (!isOwn && tick < _world.Deadline(side)) blocks.Add((leg with { Lock = 2, LockAt = at }, false));
        }
        else if (leg.Spend == 0)
        {
            var (mayClaim, mayRefund) = isEvm
                ? (tick < _world.Deadline(side), tick >= _world.Deadline(side))
                : (true, median >= _world.Deadline(side));
            var spent = leg with { SpendAt = at, ClaimBy = 0, RefundBy = 0 };
            // The honest side claims the other's leg and refunds its own; the other side the other way round.
            if (mayClaim && (isOwn ? !_isOfferer || state.IsShown : leg.ClaimBy > 0)) blocks.Add((spent with { Spend = 1 }, isOwn));
            if (mayRefund && (!isOwn || leg.RefundBy > 0)) blocks.Add((spent with { Spend = 2 }, false));
            isForced = (mayClaim && leg.ClaimBy > 0 && tick >= leg.ClaimBy) || (mayRefund && leg.RefundBy > 0 && tick >= leg.RefundBy);
        }

        if (!isForced) blocks.Add((leg, false));
        return blocks;
    }

    private IEnumerable<short> Medians(LegSide side, short median, int tick)
    {
        if (_world.KindOf(side) == ChainKind.Evm)
        {
            yield return 0;
            yield break;
        }

        var (late, early) = ((short)Math.Max(median, tick - _world.L), (short)(tick + _world.F));
        yield return late;
        if (early != late) yield return early;
    }

    private ChainFact Fact(in SearchedState state, LegSide side, int tick)
    {
        var time = SwapWorld.At(tick) + (SwapWorld.Scale / 2);
        // Anywhere within its tick: here after the lock's last second.
        var tip = new ChainTip(tick, time, _world.KindOf(side) == ChainKind.Evm
            ? time
            : SwapWorld.At(side == LegSide.First ? state.FirstMedian : state.SecondMedian) + 1);
        return Leg(state, side).Fact(tip, _preimage);
    }

    private bool IsLost(in SearchedState state)
    {
        var (own, other) = _isOfferer ? (state.First, state.Second) : (state.Second, state.First);
        if (other.Spend == 1) return false;
        // The other side has it, or nobody ever will.
        return own.Spend == 1 || (own.Lock == 2 && own.Spend == 0);
    }

    private bool IsOwn(LegSide side) => side == (_isOfferer ? LegSide.First : LegSide.Second);

    private static SearchedLeg Leg(in SearchedState state, LegSide side) => side == LegSide.First ? state.First : state.Second;

    private static SearchedState With(in SearchedState state, LegSide side, SearchedLeg leg) =>
        side == LegSide.First ? state with { First = leg } : state with { Second = leg };

    private short Intern(SwapSide side)
    {
        // When a stage began is for people only; without it the same state is the same.
        var bytes = SwapJournal.Write(side with { Since = side.Begun });
        var key = Convert.ToHexString(bytes);
        if (_known.TryGetValue(key, out var number)) return number;
        _sides.Add(SwapJournal.Read(_place, _key, _ => _bounds, bytes));
        return _known[key] = (short)(_sides.Count - 1);
    }

    private List<string> Trail(List<Dictionary<SearchedState, SearchedState>> layers, SearchedState state)
    {
        var lines = new List<string>();
        for (var tick = layers.Count - 1; tick >= 0; tick--)
        {
            lines.Insert(0, $"{tick,3}: {_sides[state.Side].Stage} {Words(state.First)} | {Words(state.Second)}"
                + (state.Rest > 0 ? " down" : "") + (state.IsReorganised ? " reorganised" : ""));
            state = layers[tick][state];
        }

        lines.Insert(0, $"T1 {_world.T1}, T2 {_world.T2}");
        return lines;
    }

    private static string Words(SearchedLeg leg) => (leg.Lock switch { 0 => "-", 1 => "sent", _ => $"locked {leg.LockAt}" })
        + (leg.ClaimBy > 0 ? $" claim by {leg.ClaimBy}" : "") + (leg.RefundBy > 0 ? $" refund by {leg.RefundBy}" : "")
        + (leg.Spend switch { 0 => "", 1 => $" claimed {leg.SpendAt}", _ => $" refunded {leg.SpendAt}" });
}
