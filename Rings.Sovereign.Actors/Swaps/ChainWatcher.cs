using Akka.Actor;
using Akka.Event;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Actors.Swaps;

/// <summary>Asks one chain, one call after another, and tells its parent what it says. Every question has an answer, or its failure.</summary>
internal sealed class ChainWatcher : UntypedActor
{
    /// <summary>Questions that may wait; what comes beyond has failed at once, and is asked again.</summary>
    public const int MaxWaiting = 256;

    /// <summary>A call ends by then.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IChain _chain;
    private readonly TimeProvider _time;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly LinkedList<IQuestion> _waiting = [];
    private CancellationTokenSource? _call;

    public ChainWatcher(IChain chain, TimeProvider time) => (_chain, _time) = (chain, time);

    /// <summary>A question. Each is answered once, with itself.</summary>
    public interface IQuestion : INoSerializationVerificationNeeded;

    /// <param name="chain">The chain.</param>
    /// <param name="time">The clock.</param>
    public static Props Props(IChain chain, TimeProvider time) => Akka.Actor.Props.Create(() => new ChainWatcher(chain, time));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IQuestion question when _call is null:
                Ask(question);
                break;

            // A look that waits already will say the same.
            case Look look when _waiting.OfType<Look>().Any(waiting => waiting.Id == look.Id && waiting.Side == look.Side):
                break;

            case IQuestion question when _waiting.Count >= MaxWaiting:
                Context.Parent.Tell(new Answered(question, null, "too much is asked of this chain at once"));
                break;

            case IQuestion question:
                _waiting.AddLast(question);
                break;

            case Answered answered:
                End(answered);
                break;

            case Status.Failure { Cause: var bug }:
                throw new InvalidOperationException("A chain threw what it may not.", bug);

            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop()
    {
        _call?.Cancel();
        _call?.Dispose();
    }

    private void Ask(IQuestion question)
    {
        _call = new CancellationTokenSource(Patience, _time);
        AskAsync(question, _call.Token).PipeTo(Self);
    }

    private async Task<Answered> AskAsync(IQuestion question, CancellationToken cancel)
    {
        try
        {
            object answer = question switch
            {
                Look look => await _chain.LookAsync(look.Terms, look.Since, cancel).ConfigureAwait(false),
                Act act => await _chain.BroadcastAsync(act.Action, act.Since, cancel).ConfigureAwait(false),
                Examine examine => await _chain.CheckAsync(
                    examine.Terms.ClaimTo, examine.Terms.RefundTo, examine.Terms.Contract, cancel).ConfigureAwait(false),
                Stand stand => await _chain.CheckAsync(
                    ChainPlace.None, ChainPlace.None, stand.Chain.Contract, cancel).ConfigureAwait(false),
                _ => throw new InvalidOperationException("Not a question."),
            };
            return new(question, answer, null);
        }
        catch (ChainException silent)
        {
            return new(question, null, silent.Message);
        }
        catch (OperationCanceledException)
        {
            return new(question, null, $"no answer within {Patience.TotalSeconds} s");
        }
    }

    private void End(Answered answered)
    {
        _call?.Dispose();
        _call = null;
        if (answered.Trouble is { } trouble) _log.Debug("{Chain}: {Trouble}", _chain.Identity.Name, trouble);
        Context.Parent.Tell(answered);
        if (_waiting.First is not { } next) return;
        _waiting.RemoveFirst();
        Ask(next.Value);
    }

    /// <summary>What does the chain say of this lock? Answer: <see cref="ChainFact"/>.</summary>
    public sealed record Look(SecretId Id, LegSide Side, LockTerms Terms, long Since) : IQuestion;

    /// <summary>Broadcast this. Answer: <see cref="BroadcastResult"/>.</summary>
    public sealed record Act(SecretId Id, LegSide Side, ChainAction Action, long Since) : IQuestion;

    /// <summary>What is to be known before money goes? Answer: <see cref="LegCheck"/>.</summary>
    public sealed record Examine(long Ticket, LegSide Side, LockTerms Terms) : IQuestion;

    /// <summary>How does the chain stand? Answer: <see cref="LegCheck"/>.</summary>
    public sealed record Stand(long Ticket, ChainIdentity Chain) : IQuestion;

    /// <summary>An answer.</summary>
    /// <param name="Question">To what.</param>
    /// <param name="Answer">What; null: none.</param>
    /// <param name="Trouble">Why there is none.</param>
    public sealed record Answered(IQuestion Question, object? Answer, string? Trouble) : INoSerializationVerificationNeeded;
}
