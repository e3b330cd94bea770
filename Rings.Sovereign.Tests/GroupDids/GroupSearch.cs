using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Actors.Groups;
using Rings.Sovereign.GroupDids;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Threshold;

namespace Rings.Sovereign.Tests.GroupDids;

/// <summary>
/// All interleavings of two changes of a group, over the production class: three members of whom two sign, the third is corrupt.
/// The first change refreshes the shares, the corrupt one deals; the second, dealt anew from the first shares, leaves it out.
/// </summary>
/// <remarks>
/// What was said stays under way for ever: it may arrive at any time, in any order, again, or never, which is what losses and
/// crashes between a write and its sends come to. A crash before a write is an input that never came. After each step a member
/// is read anew from the bytes that it would have on its disk. The corrupt one says what it can: its first and second message, or
/// others in their place, and each confirmation that an honest one says, with nothing kept.
/// </remarks>
internal sealed class GroupSearch
{
    private const int Honest = 2;
    private const int Corrupt = 3;
    private const int Threshold = 2;

    private static readonly Instant Start = Instant.FromUnixMilliseconds(1_800_000_000_000);

    private readonly GroupWorld _world;
    private readonly GroupLie _lie;
    private readonly Func<GroupPlan, int>? _rule;
    private readonly ImmutableArray<Did> _members;
    private readonly ImmutableArray<GroupPlan> _plans;
    private readonly GroupMember _corrupt;
    private readonly List<GroupMember> _states = [];
    private readonly Dictionary<string, int> _known = [];
    private readonly List<(Did From, GroupMessage Message)> _messages = [];
    private readonly Dictionary<(int State, int Message), (int State, ulong Sent)> _steps = [];
    private readonly HashSet<string> _heardByCorrupt = [];

    /// <param name="lie">What the corrupt member says in place of what it should.</param>
    /// <param name="plans">1: the refresh; 2: and the change that leaves the corrupt member out.</param>
    /// <param name="rule">How many confirmations a change needs; null: as in production.</param>
    public GroupSearch(GroupLie lie, int plans, Func<GroupPlan, int>? rule = null)
    {
        (_world, _lie, _rule) = (GroupWorld.Standing(seed: 3, count: 3, threshold: Threshold), lie, rule);
        _members = _world.Members;
        _plans = [Signed(1, _members, [1, Corrupt]), .. plans == 2 ? (GroupPlan[])[Signed(2, _members[..Honest], [1, 2])] : []];
        _corrupt = _world[_members[Corrupt - 1]];
    }

    /// <summary>Distinct states that were visited.</summary>
    public int Visited { get; private set; }

    /// <summary>Of these, those in which all honest members stand with new shares.</summary>
    public int Changed { get; private set; }

    /// <summary>Looks at every state that can be reached.</summary>
    /// <returns>The steps to the first state in which the key is lost or an honest member is named; null: there is none.</returns>
    public IReadOnlyList<string>? FindLoss()
    {
        var first = new State(Intern(_world[_members[0]]), Intern(_world[_members[1]]), Begin());
        var cameFrom = new Dictionary<State, (State From, string Step)> { [first] = (first, "signed") };
        var next = new Queue<State>([first]);
        while (next.TryDequeue(out var state))
        {
            Visited++;
            if (Wrong(state) is { } wrong) return [.. Trail(cameFrom, state), wrong];
            foreach (var (after, step) in Successors(state))
                if (cameFrom.TryAdd(after, (state, step))) next.Enqueue(after);
        }

        return null;
    }

    private IEnumerable<(State After, string Step)> Successors(State state)
    {
        for (var place = 0; place < Honest; place++)
        {
            for (var message = 0; message < _messages.Count; message++)
            {
                if ((state.Said >> message & 1) == 0 || _messages[message].From == _members[place]) continue;
                var (after, said) = Step(state[place], message, place, member => member.Receive(
                    _messages[message].From, _messages[message].Message, Start, new SeededBytes(place + 5).Fill));
                yield return (state.With(place, after, said), $"{place + 1} hears {Words(message)}");
            }

            var (later, told) = Step(state[place], -1, place, GiveUp);
            yield return (state.With(place, later, told), $"{place + 1} waits no longer");
        }
    }

    /// <summary>The time of all plans is over, and so is that of the last request.</summary>
    private static GroupStep GiveUp(GroupMember member)
    {
        var late = Start + GroupLimits.CeremonyLife;
        var asked = member.Tick(late, new SeededBytes(1).Fill);
        return asked.State.Tick(late + SecretLimits.FirstRetry, new SeededBytes(1).Fill).Behind(asked);
    }

    private (int State, ulong Said) Step(int state, int message, int place, Func<GroupMember, GroupStep> step)
    {
        // Members are numbered together; a message is another for each.
        if (_steps.TryGetValue((state, message), out var known)) return known;
        var taken = step(_states[state]);
        return _steps[(state, message)] = (Intern(taken.State), Say(_members[place], taken.Sends));
    }

    private ulong Begin() => _plans.Aggregate(0UL, (said, plan) =>
    {
        said |= Bit(_members[0], new GroupMessage.Invite(plan) { Version = plan.Version });
        return said | Bit(_members[1], new GroupMessage.Invite(plan) { Version = plan.Version })
            | (plan.PlaceOf(_members[Corrupt - 1]) == Corrupt && plan.IsDealer(Corrupt) ? SayCorrupt(plan, null) : 0);
    });

    private ulong Say(Did from, IEnumerable<GroupSend> sends)
    {
        var said = 0UL;
        foreach (var message in sends.Select(send => send.Message))
        {
            // What was said stays under way: it need not be asked for.
            if (message is not (GroupMessage.Said or GroupMessage.Complaint)) continue;
            var signed = message;
            while (OwnStatements.First(signed) is { } own) signed = OwnStatements.With(signed, _world.SignAs(from, own.Statement));
            said |= Bit(from, signed);
            if (signed is GroupMessage.Said { Statement: var statement } && _heardByCorrupt.Add(statement.Hash.ToString()!))
                said |= SayCorrupt(_plans.Single(plan => plan.Version == message.Version), statement.Statement);
            else if (signed is GroupMessage.Said { Statement: var again })
                said |= _answers.GetValueOrDefault(again.Hash.ToString()!);
        }

        return said;
    }

    private readonly Dictionary<string, ulong> _answers = [];
    private readonly Dictionary<int, (OwnDeal Deal, SaidStatement First, OwnDeal Other, SaidStatement OtherFirst)> _deals = [];

    /// <summary>What the corrupt member says when it has heard a statement of an honest one; null: at the beginning.</summary>
    private ulong SayCorrupt(GroupPlan plan, GroupStatement? heard)
    {
        if (plan.PlaceOf(_members[Corrupt - 1]) != Corrupt || !plan.IsMember(Corrupt)) return 0;
        var share = _corrupt.Groups[_world.Group].Share * plan.Change!.WeightOf(plan.DealerAt(Corrupt)!);
        if (!_deals.TryGetValue(plan.Version, out var dealt))
        {
            var deal = OwnDeal.Draw(plan, new SeededBytes(8).Fill, share);
            var other = OwnDeal.Draw(plan, new SeededBytes(9).Fill, share) with { Key = deal.Key };
            _deals[plan.Version] = dealt = (
                deal, Sign(deal.First(plan, Corrupt, new SeededBytes(8).Fill)), other, Sign(other.First(plan, Corrupt, new SeededBytes(9).Fill)));
        }

        var answers = heard switch
        {
            null => Of(plan, dealt.First) | (_lie == GroupLie.TwoFirsts ? Of(plan, dealt.OtherFirst) : 0),
            GroupStatement.First => Seconds(plan, dealt),
            GroupStatement.Confirm confirm => Of(plan, Sign(confirm with { Index = Corrupt })),
            _ => 0UL,
        };
        return heard is null ? answers : _answers[SaidStatement.Own(heard).Hash.ToString()!] = answers;
    }

    private ulong Seconds(GroupPlan plan, (OwnDeal Deal, SaidStatement First, OwnDeal Other, SaidStatement OtherFirst) dealt)
    {
        var firsts = _messages.Select(said => said.Message).OfType<GroupMessage.Said>().Where(said => said.Version == plan.Version)
            .Select(said => said.Statement.Statement).OfType<GroupStatement.First>().DistinctBy(first => first.Index).ToList();
        if (firsts.Count < plan.Participants.Length) return 0;
        var polynomials = firsts.ToDictionary(first => first.Index, first => DealtPolynomial.Read(plan, first)!);
        GroupStatement Second(OwnDeal deal, int seed) =>
            deal.Second(plan, Corrupt, dealt.First.Hash, polynomials, new SeededBytes(seed).Fill);
        return _lie switch
        {
            GroupLie.WrongShare => Of(plan, Sign(Second(dealt.Other, 9))),
            GroupLie.TwoSeconds => Of(plan, Sign(Second(dealt.Deal, 8))) | Of(plan, Sign(Second(dealt.Deal, 9))),
            GroupLie.Silence => 0,
            _ => Of(plan, Sign(Second(dealt.Deal, 8))),
        };
    }

    private ulong Of(GroupPlan plan, SaidStatement said) =>
        Bit(_members[Corrupt - 1], new GroupMessage.Said(plan.Id, said) { Version = plan.Version });

    private SaidStatement Sign(GroupStatement statement) => _world.SignAs(_members[Corrupt - 1], statement);

    /// <summary>Once more than the first shares stand anywhere, all honest members have to hold theirs; before, two the first.</summary>
    private string? Wrong(State state)
    {
        GroupMember[] members = [_states[state.First], _states[state.Second]];
        if (members.Any(member => member.Changes.Values.Any(change => change.Faults.Any(fault =>
            fault.Value != CeremonyFault.Silent && change.Plan.Participants[fault.Key - 1] != _members[Corrupt - 1]))))
        {
            return "an honest member is named";
        }

        var held = members.SelectMany(member => VersionsOf(member)).GroupBy(version => version).ToDictionary(group => group.Key, group => group.Count());
        if (held.Values.All(count => count < Threshold)) return "no version has two honest holders";
        var highest = members.Max(member => member.Groups[_world.Group].Key.Plan.Version);
        if (held.GetValueOrDefault(highest) < Honest) return "who stands cannot be followed";
        if (members.All(member => member.Groups[_world.Group].Key.Plan.Version > 0)) Changed++;
        return null;
    }

    /// <summary>The versions that a member holds a right share of.</summary>
    private static IEnumerable<int> VersionsOf(GroupMember member)
    {
        foreach (var group in member.Groups.Values)
        {
            Assert.Equal(group.Key.ShareOf(group.Index), Edwards25519Point.OfSecret(group.Share));
            yield return group.Key.Plan.Version;
        }

        foreach (var change in member.Changes.Values.Where(change => change.Share is not null && !change.IsStanding)) yield return change.Plan.Version;
    }

    /// <summary>A plan that two of the three have signed, as they would.</summary>
    private GroupPlan Signed(int version, ImmutableArray<Did> members, int[] dealers)
    {
        var group = _world[_members[0]].Groups[_world.Group];
        var plan = group.Key.Plan with
        {
            Members = members,
            Until = Start + GroupLimits.CeremonyLife,
            Change = new(
                version, 0, group.Key.Key,
                [.. dealers.Select(index => new GroupDealer(index, _members[index - 1], group.Key.ShareOf(index)))],
                [.. _members.Except(members)], Instant.Epoch),
        };
        var signers = dealers.Select(index => _world[_members[index - 1]].Groups[_world.Group]).ToList();
        var nonces = signers.Select(signer => FrostNonces.Draw(signer.Index, signer.Share, _world.Random.Fill)).ToList();
        var list = nonces.Select(one => one.Commitment).ToList();
        var message = new SigningSubject.ChangeShares(plan).Message;
        var parts = signers.Zip(nonces).Select(pair => FrostSigning.Sign(group.Key.Key, message, list, pair.First.Share, pair.Second)!.Value).ToList();
        return plan with { Change = plan.Change! with { Signature = [.. new FrostSigning(group.Key.Key, message, list).Aggregate(parts)] } };
    }

    private ulong Bit(Did from, GroupMessage message)
    {
        var bytes = GroupCodec.Write(message);
        var at = _messages.FindIndex(said => said.From == from && GroupCodec.Write(said.Message).AsSpan().SequenceEqual(bytes));
        if (at >= 0) return 1UL << at;
        Assert.True(_messages.Count < 64, "the search tells 64 messages apart");
        _messages.Add((from, GroupCodec.Read(bytes)));
        return 1UL << (_messages.Count - 1);
    }

    private int Intern(GroupMember member)
    {
        List<SecretEntry> entries = [.. member.Groups.Values.Select(GroupEntries.Of), .. member.Changes.OrderBy(pair => pair.Key.Version)
            .Select(pair => GroupEntries.Of(pair.Value))];
        var key = member.Place.Self + string.Join(',', entries.Select(entry => Convert.ToHexString(entry.Value!)));
        if (_known.TryGetValue(key, out var number)) return number;
        var loaded = GroupMember.Load(member.Place, entries, null, Start);
        _states.Add(_rule is null ? loaded : loaded.WithConfirms(_rule));
        return _known[key] = _states.Count - 1;
    }

    private static List<string> Trail(Dictionary<State, (State From, string Step)> cameFrom, State state)
    {
        var steps = new List<string>();
        for (var (from, step) = cameFrom[state]; step != "signed"; (from, step) = cameFrom[from]) steps.Insert(0, step);
        return steps;
    }

    private string Words(int message) => _messages[message].Message switch
    {
        GroupMessage.Said said => $"{said.Statement.Statement.GetType().Name} of {said.Statement.Statement.Index}, version {said.Version}",
        var other => $"{other.GetType().Name}, version {other.Version}",
    };

    private readonly record struct State(int First, int Second, ulong Said)
    {
        public int this[int place] => place == 0 ? First : Second;

        public State With(int place, int member, ulong said) => place == 0
            ? this with { First = member, Said = Said | said }
            : this with { Second = member, Said = Said | said };
    }
}
