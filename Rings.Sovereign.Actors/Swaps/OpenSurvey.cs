using System.Collections.Immutable;
using Akka.Actor;
using Rings.Sovereign.Swaps;
using static Rings.Sovereign.Actors.Public.RingsSwapsProtocol;

namespace Rings.Sovereign.Actors.Swaps;

/// <summary>All chains were asked how they stand, and have not all answered.</summary>
/// <param name="Until">Those that have not answered then count as silent, Unix seconds.</param>
/// <param name="Asker">Who wants to know.</param>
/// <param name="Chains">The chains.</param>
internal sealed record OpenSurvey(long Until, IActorRef Asker, ImmutableArray<ChainIdentity> Chains)
{
    private readonly Dictionary<ChainName, ChainSeen> _seen = [];

    /// <summary>Takes one chain's answer.</summary>
    /// <returns>Whether it was the last, and the asker was told.</returns>
    public bool Take(ChainSeen seen)
    {
        _seen[seen.Chain.Name] = seen;
        if (_seen.Count < Chains.Length) return false;
        End("");
        return true;
    }

    /// <summary>Tells the asker what is known.</summary>
    /// <param name="silent">What is said of those that have not answered.</param>
    public void End(string silent) => Asker.Tell(new ChainsSeen(
        [.. Chains.Select(chain => _seen.GetValueOrDefault(chain.Name) ?? new ChainSeen(chain, null, silent))]));
}
