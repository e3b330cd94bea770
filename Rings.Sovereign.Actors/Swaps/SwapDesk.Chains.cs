using Akka.Actor;
using Rings.Sovereign.Swaps;
using static Rings.Sovereign.Actors.Public.RingsSwapsProtocol;

namespace Rings.Sovereign.Actors.Swaps;

/// <summary>How the chains stand, for who asks.</summary>
internal sealed partial class SwapDesk
{
    /// <summary>Of those that wait for answers, at most; who asks beyond is told that this node is too busy.</summary>
    public const int MaxSurveys = 16;

    private readonly Dictionary<long, OpenSurvey> _surveys = [];

    private void Survey(IActorRef asker)
    {
        if (_surveys.Count >= MaxSurveys)
        {
            asker.Tell(new ChainsSeen([]));
            return;
        }

        var ticket = ++_tickets;
        _surveys[ticket] = new(Now + CheckPatience, asker, [.. _chains.Values.Select(chain => chain.Chain.Identity)]);
        foreach (var (chain, watcher) in _chains.Values) watcher.Tell(new ChainWatcher.Stand(ticket, chain.Identity));
    }

    private void Survey(ChainWatcher.Stand stand, ChainWatcher.Answered answered)
    {
        if (_surveys.GetValueOrDefault(stand.Ticket) is { } survey
            && survey.Take(new(stand.Chain, answered.Answer as LegCheck, answered.Trouble)))
        {
            _surveys.Remove(stand.Ticket);
        }
    }

    private void EndSurveys(long now)
    {
        foreach (var (ticket, survey) in _surveys.Where(survey => now > survey.Value.Until).ToList())
        {
            _surveys.Remove(ticket);
            survey.End($"no answer within {CheckPatience} s");
        }
    }
}
