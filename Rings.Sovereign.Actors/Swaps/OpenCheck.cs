using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Actors.Swaps;

/// <summary>Both chains were asked before money goes, and have not both answered.</summary>
/// <param name="Until">It counts as without an answer from then on, Unix seconds.</param>
/// <param name="Then">What follows; null for a chain that is silent.</param>
internal sealed record OpenCheck(long Until, Action<LegCheck?, LegCheck?> Then)
{
    private readonly Dictionary<LegSide, LegCheck?> _answers = [];

    /// <summary>Takes one chain's answer.</summary>
    /// <returns>Whether it was the last, and what follows was done.</returns>
    public bool Take(LegSide side, LegCheck? answer)
    {
        _answers[side] = answer;
        if (_answers.Count < 2) return false;
        Then(_answers[LegSide.First], _answers[LegSide.Second]);
        return true;
    }
}
