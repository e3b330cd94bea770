using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.Secrets;

/// <summary>
/// All interleavings of deal, refresh, commit, crash and loss, over the production classes: n = 4, k = 2, two versions, the
/// fourth guardian says that it keeps its share and keeps nothing.
/// </summary>
/// <remarks>
/// What was sent stays under way for ever: it may arrive at any time, in any order, again, or never, which is what losses
/// and crashes between a write and its sends come to. A crash before a write is an input that never came. After each step a
/// party is read anew from the bytes that it would have on its disk.
/// </remarks>
internal sealed class SecretSearch
{
    private const int Threshold = 2;
    private const int Honest = 3;

    private static readonly RingId Ring = RingId.OfPublic("main");
    private static readonly Instant Start = Instant.FromUnixMilliseconds(1_800_000_000_000);
    private static readonly SecretId Id = SecretId.Read(new byte[16]);

    private readonly Did _owner;
    private readonly Secp256k1Scalar _key = Secp256k1Scalar.Draw(new SeededBytes(1).Fill);
    private readonly ImmutableArray<Did> _guardians = [.. Enumerable.Range(1, Honest + 1).Select(at => Did.Zero.Finger(at))];
    private readonly ImmutableArray<Did> _second;
    private readonly bool _isStanding;
    private readonly Func<OwnVersion, int>? _rule;
    private readonly List<SecretOwner> _owners = [];
    private readonly List<Guardian> _states = [];
    private readonly Dictionary<string, int> _known = [];
    private readonly List<(Did From, Did To, SecretMessage Message)> _messages = [];
    private readonly Dictionary<(int State, int Message), (int State, ulong Sent)> _steps = [];

    /// <param name="second">How many of the guardians version 2 is dealt to; the corrupt one is always among them.</param>
    /// <param name="isStanding">Whether the first version stands at the beginning, the third guardian's share still under way;
    /// otherwise its dealing is searched, too.</param>
    /// <param name="rule">How many keepers a version needs; null: as in production.</param>
    public SecretSearch(int second, bool isStanding, Func<OwnVersion, int>? rule = null)
    {
        using var account = AccountKey.FromSecret(AccountKind.Secp256k1, _key.ToByteArray());
        (_owner, _isStanding, _rule) = (account.Did, isStanding, rule);
        _second = [.. _guardians.Take(second - 1), _guardians[^1]];
    }

    /// <summary>Distinct states that were visited.</summary>
    public int Visited { get; private set; }

    /// <summary>Looks at every state that can be reached.</summary>
    /// <returns>The steps to the first state in which the secret is lost; null: there is none.</returns>
    public IReadOnlyList<string>? FindLoss()
    {
        var first = Begin();
        var cameFrom = new Dictionary<State, (State From, string Step)> { [first] = (first, "split") };
        var next = new Queue<State>([first]);
        while (next.TryDequeue(out var state))
        {
            Visited++;
            if (IsLost(state)) return Trail(cameFrom, state);
            foreach (var (after, step) in Successors(state))
            {
                if (cameFrom.TryAdd(after, (state, step))) next.Enqueue(after);
            }
        }

        return null;
    }

    /// <summary>The most shares of one version that were ever sent to the corrupt guardian.</summary>
    public int MostAtCorrupt() => _messages
        .Where(sent => sent.To == _guardians[^1]).Select(sent => sent.Message).OfType<SecretMessage.Deal>()
        .GroupBy(deal => deal.Version).Select(version => version.Select(deal => deal.Share).Distinct().Count())
        .DefaultIfEmpty().Max();

    private State Begin()
    {
        var owner = SecretOwner.New(new(Ring, _owner));
        if (_rule is not null) owner = owner with { KeepersNeeded = _rule };
        var step = owner.SplitKey(Id, "key", _key, new(_guardians, Threshold, 0), Start, new SeededBytes(2).Fill);
        var guardians = _guardians.Take(Honest)
            .Select(did => Intern(Guardian.New(new(Ring, did)).Accept(_owner).State)).ToArray();
        var begun = new State(Intern(step.State), guardians[0], guardians[1], guardians[2], Send(_owner, step.Sends));
        return _isStanding ? Settle(begun) : begun;
    }

    /// <summary>All that is under way to the owner and the first two guardians has arrived.</summary>
    private State Settle(State state)
    {
        while (true)
        {
            var next = Successors(state).Where(step => step.Step.Contains("hears", StringComparison.Ordinal)
                && step.After != state && step.After.Third == state.Third).Select(step => (State?)step.After).FirstOrDefault();
            if (next is null) return state;
            state = next.Value;
        }
    }

    private IEnumerable<(State After, string Step)> Successors(State state)
    {
        for (var message = 0; message < _messages.Count; message++)
        {
            if ((state.UnderWay >> message & 1) == 0) continue;
            var (from, to, what) = _messages[message];
            if (to == _owner)
            {
                var (owner, sent) = Step(state.Owner, message, () => _owners[state.Owner].Receive(from, what, Start));
                yield return (state with { Owner = owner, UnderWay = state.UnderWay | sent }, $"{Name(to)} hears {Said(what)}");
            }
            else if (_guardians.IndexOf(to) is var place and < Honest and >= 0)
            {
                var (guardian, sent) = StepOf(state[place], message, to, from, what);
                yield return (state.With(place, guardian, sent), $"{Name(to)} hears {Said(what)}");
            }
        }

        for (var place = 0; place < Honest; place++)
        {
            var guardian = _states[state[place]].Tick(Start + SecretLimits.Grace).State;
            yield return (state.With(place, Intern(guardian), 0), $"{Name(_guardians[place])} erases what has ended");
        }

        if (_owners[state.Owner].Secrets[Id].LastVersion == 1)
        {
            var step = _owners[state.Owner].Refresh(
                Id, _key, new(_second, Threshold, 0), Start, new SeededBytes(3).Fill);
            yield return (state with { Owner = Intern(step.State), UnderWay = state.UnderWay | Send(_owner, step.Sends) }, "refresh");
        }

        var again = _owners[state.Owner].Tick(Start + SecretLimits.Grace);
        yield return (state with { UnderWay = state.UnderWay | Send(_owner, again.Sends) }, "the owner sends again");
    }

    /// <summary>Once the owner has been told that its secret stands, some version has to have k honest holders.</summary>
    private bool IsLost(State state)
    {
        if (_owners[state.Owner].Secrets[Id].Current is null) return false;
        var held = Enumerable.Range(0, Honest)
            .SelectMany(place => _states[state[place]].Kept.Values.SelectMany(kept => kept.Versions.Keys));
        return held.GroupBy(version => version).All(version => version.Count() < Threshold);
    }

    private (int, ulong) Step(int state, int message, Func<SecretStep<SecretOwner>> step)
    {
        if (_steps.TryGetValue((state, message), out var known)) return known;
        var taken = step();
        return _steps[(state, message)] = (Intern(taken.State), Send(_owner, taken.Sends));
    }

    private (int, ulong) StepOf(int state, int message, Did at, Did from, SecretMessage what)
    {
        // Owners and guardians are numbered apart: guardians from below.
        if (_steps.TryGetValue((~state, message), out var known)) return known;
        var taken = _states[state].Receive(from, what, Start, new SeededBytes(4).Fill);
        return _steps[(~state, message)] = (Intern(taken.State), Send(at, taken.Sends));
    }

    private ulong Send(Did from, IEnumerable<SecretSend> sends)
    {
        var mask = 0UL;
        foreach (var send in sends)
        {
            mask |= Bit(from, send.To, send.Message);
            // The corrupt guardian says at once what it should say only with its share on the disk.
            if (send.To == _guardians[^1] && send.Message is SecretMessage.Deal deal)
                mask |= Bit(send.To, _owner, new SecretMessage.Dealt(deal.Id, deal.Version, SecretVerdict.Kept));
        }

        return mask;
    }

    private ulong Bit(Did from, Did to, SecretMessage message)
    {
        var at = _messages.FindIndex(sent => sent.From == from && sent.To == to && sent.Message.Equals(message));
        if (at >= 0) return 1UL << at;
        Assert.True(_messages.Count < 64, "the search tells 64 messages apart");
        _messages.Add((from, to, message));
        return 1UL << (_messages.Count - 1);
    }

    private int Intern(SecretOwner owner)
    {
        var entry = OwnerCodec.Entry(Id, owner.Secrets[Id]);
        var loaded = SecretOwner.Load(owner.Place, [entry]);
        if (_rule is not null) loaded = loaded with { KeepersNeeded = _rule };
        return Intern(Canonical(owner.Secrets[Id]), _owners, loaded);
    }

    private int Intern(Guardian guardian)
    {
        List<SecretEntry> entries = [new(SecretEntryKind.Accepted, _owner.ToByteArray(), [])];
        entries.AddRange(guardian.Kept.Select(kept => GuardianCodec.Entry(kept.Key, kept.Value)));
        var key = guardian.Place.Self + string.Join(',', entries.Select(entry => Convert.ToHexString(entry.Value!)));
        return Intern(key, _states, Guardian.Load(guardian.Place, entries, []));
    }

    private int Intern<T>(string key, List<T> all, T state)
    {
        if (_known.TryGetValue(key, out var number)) return number;
        all.Add(state);
        return _known[key] = all.Count - 1;
    }

    /// <summary>An owner's secret in one form, whatever the order of its tables.</summary>
    private static string Canonical(OwnSecret secret)
    {
        static string Of(OwnVersion? version) => version is null ? "" : version.Version
            + string.Join(',', version.Answers.OrderBy(pair => pair.Key.ToString()).Select(pair => pair.Key + "=" + pair.Value))
            + ";" + string.Join(',', version.Undealt.Keys.Select(did => did.ToString()).Order());
        return $"{Of(secret.Current)}|{Of(secret.Pending)}|{secret.LastVersion}|"
            + string.Join(',', secret.Holders.Select(did => did.ToString()).Order());
    }

    private static List<string> Trail(Dictionary<State, (State From, string Step)> cameFrom, State state)
    {
        var steps = new List<string>();
        for (var (from, step) = cameFrom[state]; ; (from, step) = cameFrom[from])
        {
            steps.Insert(0, step);
            if (step == "split") return steps;
        }
    }

    private string Name(Did did) => did == _owner ? "owner" : $"guardian {_guardians.IndexOf(did) + 1}";

    private static string Said(SecretMessage message) => message switch
    {
        SecretMessage.Deal deal => $"deal {deal.Version}",
        SecretMessage.Dealt dealt => $"{dealt.Version} {dealt.Verdict}",
        SecretMessage.Commit commit => commit.Version == SecretMessage.EveryVersion ? "forget" : $"commit {commit.Version}",
        _ => message.GetType().Name,
    };

    private readonly record struct State(int Owner, int First, int Second, int Third, ulong UnderWay)
    {
        public int this[int place] => place switch { 0 => First, 1 => Second, _ => Third };

        public State With(int place, int guardian, ulong sent) => place switch
        {
            0 => this with { First = guardian, UnderWay = UnderWay | sent },
            1 => this with { Second = guardian, UnderWay = UnderWay | sent },
            _ => this with { Third = guardian, UnderWay = UnderWay | sent },
        };
    }
}
