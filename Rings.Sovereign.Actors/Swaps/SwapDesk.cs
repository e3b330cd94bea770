using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Rings.Actors.Disk;
using Rings.Protocol;
using Rings.Sovereign.Actors.Context;
using Rings.Sovereign.Actors.Keeping;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Sovereign.Actors.Public.RingsSwapsProtocol;

namespace Rings.Sovereign.Actors.Swaps;

/// <summary>
/// All swaps of a node: what a side decides is on the disk before anything of it is said or broadcast. The chains are asked, never
/// the peer; after a start the journal is read, and the chains are asked.
/// </summary>
internal sealed partial class SwapDesk : KeepingActor
{
    /// <summary>The name that its messages travel under.</summary>
    public const string Protocol = "swap/1";

    /// <summary>Messages under way at once.</summary>
    public const int MaxCouriers = 128;

    /// <summary>Checks of both chains that may be open; what comes beyond is refused.</summary>
    public const int MaxChecks = 128;

    /// <summary>A chain answers a check by then, behind what else it was asked.</summary>
    private const long CheckPatience = 60;

    private readonly byte[] _key;
    private readonly SwapPolicy _policy;
    private readonly ImmutableDictionary<ChainName, (IChain Chain, IActorRef Watcher)> _chains;
    private readonly Dictionary<ChainName, string?> _troubles = [];
    private readonly Dictionary<long, OpenCheck> _checks = [];
    private readonly Dictionary<SecretId, string> _alarms = [];
    private long _tickets;
    private SwapBook _book = null!;

    /// <param name="node">The node.</param>
    /// <param name="setting">Clock and chance.</param>
    /// <param name="source">Opens the journal.</param>
    /// <param name="swaps">Key, policy and chains.</param>
    public SwapDesk(IActorRef node, SecretSetting setting, StoreSource<ISecretStore> source, SwapSetting swaps)
        : base(Protocol, swaps.LookEvery, MaxCouriers, node, setting, source)
    {
        (_key, _policy) = (swaps.Key, swaps.Policy);
        var number = 0;
        _chains = swaps.Chains.ToImmutableDictionary(chain => chain.Identity.Name, chain =>
            (chain, Context.ActorOf(ChainWatcher.Props(chain, setting.Time), $"chain-{++number}")));
    }

    /// <param name="node">The node.</param>
    /// <param name="setting">Clock and chance.</param>
    /// <param name="source">Opens the journal.</param>
    /// <param name="swaps">Key, policy and chains.</param>
    public static Props Props(IActorRef node, SecretSetting setting, StoreSource<ISecretStore> source, SwapSetting swaps) =>
        Akka.Actor.Props.Create(() => new SwapDesk(node, setting, source, swaps));

    private long Now => Setting.Now.UnixMilliseconds / 1000;

    protected override void Load(
        SecretPlace place, ImmutableArray<SecretEntry> entries, ImmutableArray<(SecretEntryKind Kind, byte[] Key)> damaged)
    {
        _book = SwapBook.Load(place, _key, _policy, entries);
        if (damaged.Length + _book.Unusable is > 0 and var lost)
            Log.Error("{Count} swaps of the journal cannot be used: altered, or of chains that are not configured any more", lost);
        if (_policy.AllowsRealMoney) Log.Warning("Swaps may use real money. Nobody has audited them: a fault can lose all of it");
        foreach (var swap in _book.Open) Log.Info("Going on with a swap: {Swap}", swap);
    }

    protected override bool Waits(object message) => message is ISwapCommand or ChainWatcher.Answered;

    protected override object? RefusalOf(object message) => message switch
    {
        Pass => null,
        GetSwaps => _book is null ? null : View(),
        LookAtChains => new ChainsSeen([]),
        ExportSwap => new SwapExported(null),
        ISwapCommand => new SwapReply(new(SwapFault.Full, "id", "to ask again")),
        _ => null,
    };

    protected override void Run(object message)
    {
        switch (message)
        {
            case Received received:
                Hear(received);
                break;

            case ChainWatcher.Answered answered:
                Hear(answered);
                break;

            case ISwapCommand command:
                Command(command, Sender);
                break;
        }
    }

    /// <summary>Time has passed: the chains are asked anew, and what waits too long has failed.</summary>
    protected override void Advance()
    {
        var now = Now;
        foreach (var (ticket, check) in _checks.Where(check => now > check.Value.Until).ToList())
        {
            _checks.Remove(ticket);
            check.Then(null, null);
        }

        EndSurveys(now);

        foreach (var swap in _book.Open.Where(swap => swap.IsWatching))
            foreach (var side in (LegSide[])[LegSide.First, LegSide.Second])
                Ask(swap.Terms.Leg(side).Chain, new ChainWatcher.Look(swap.Id, side, swap.Terms.Lock(side), swap.Begun));
        foreach (var id in _book.Open.Select(swap => swap.Id)) Self.Tell(new Pass(id));
    }

    private void Hear(Received received)
    {
        SwapMessage message;
        try
        {
            message = SwapCodec.Read(received.Payload);
        }
        catch (ProtocolException wrong)
        {
            Log.Debug("A message of {From} was refused: {Wrong}", received.From, wrong.Message);
            return;
        }

        var isNew = !_book.Swaps.ContainsKey(message.Id);
        Take(_book.Receive(received.From, message, Now), refusal =>
        {
            if (refusal is not null)
                Log.Debug("{Message} of {From} was refused: {Refusal}", message.GetType().Name, received.From, refusal);
            else if (isNew && _book.Swaps.GetValueOrDefault(message.Id) is { } swap)
                Log.Warning("{From} offers you a swap, {Swap}: rings swap offers", received.From, swap.Terms);
        });
    }

    private void Hear(ChainWatcher.Answered answered)
    {
        switch (answered.Question)
        {
            case ChainWatcher.Look look:
                Note(look.Terms.Chain, answered.Trouble);
                if (answered.Answer is ChainFact fact) Input(look.Id, swap => swap.Saw(look.Side, fact, Now));
                break;

            case ChainWatcher.Act act:
                // Where the chain is silent nobody knows what became of it: it is looked for, and asked for again.
                var result = answered.Answer as BroadcastResult ?? new(BroadcastOutcome.Refused, null, answered.Trouble);
                Input(act.Id, swap => swap.Sent(act.Side, act.Action, result, Now));
                break;

            case ChainWatcher.Stand stand:
                Note(stand.Chain.Name, answered.Trouble);
                Survey(stand, answered);
                break;

            case ChainWatcher.Examine examine:
                Note(examine.Terms.Chain, answered.Trouble);
                if (_checks.GetValueOrDefault(examine.Ticket)?.Take(examine.Side, answered.Answer as LegCheck) == true)
                    _checks.Remove(examine.Ticket);
                break;
        }
    }

    private void Note(ChainName chain, string? trouble)
    {
        if (trouble is not null && _troubles.GetValueOrDefault(chain) is null)
            Log.Warning("{Chain} cannot be asked: {Trouble}", chain, trouble);
        _troubles[chain] = trouble;
    }

    private void Input(SecretId id, Func<SwapSide, SwapStep> input) => Take(_book.With(id, input), _ => { });

    private void Ask(ChainName chain, ChainWatcher.IQuestion question)
    {
        if (_chains.TryGetValue(chain, out var known)) known.Watcher.Tell(question);
        else Self.Tell(new ChainWatcher.Answered(question, null, "no such chain is configured"));
    }

    /// <summary>Asks both chains what is to be known before money goes.</summary>
    private void Check(SwapTerms terms, Action<LegCheck?, LegCheck?> then)
    {
        if (_checks.Count >= MaxChecks)
        {
            then(null, null);
            return;
        }

        var ticket = ++_tickets;
        _checks[ticket] = new(Now + CheckPatience, then);
        foreach (var side in (LegSide[])[LegSide.First, LegSide.Second])
            Ask(terms.Leg(side).Chain, new ChainWatcher.Examine(ticket, side, terms.Lock(side)));
    }

    /// <summary>Takes a step's state when what it needs is on the disk, then says and does what follows.</summary>
    private void Take(SwapBookStep step, Action<SwapRefusal?> answer) => Keep(step.Entries, isKept =>
    {
        if (isKept)
        {
            _book = step.State;
            foreach (var forgotten in step.Entries.Where(entry => entry.Value is null)) _alarms.Remove(SecretId.Read(forgotten.Key));
            foreach (var (to, message) in step.Sends) Post(new Send(to, Protocol, SwapCodec.Write(message)));
            foreach (var (id, effect) in step.Effects) Do(id, effect);
        }

        answer(isKept ? step.Refusal : new(SwapFault.NotKept, "journal", "a disk that takes it"));
    });

    private void Do(SecretId id, SwapEffect effect)
    {
        var swap = _book.Swaps[id];
        switch (effect)
        {
            case SwapEffect.Broadcast cast:
                Ask(cast.Action.Terms.Chain, new ChainWatcher.Act(id, cast.Side, cast.Action, swap.Begun));
                break;

            case SwapEffect.Check:
                Check(swap.Terms, (first, second) => Input(id, side => side.Checked(first, second, Now)));
                break;

            case SwapEffect.Alarm alarm:
                _alarms[id] = alarm.Words;
                Log.Warning("{Swap}: {Alarm}", swap, alarm.Words);
                break;
        }
    }

    /// <summary>Time has passed for one swap: each may have something to write.</summary>
    private sealed record Pass(SecretId Id) : ISwapCommand;
}
