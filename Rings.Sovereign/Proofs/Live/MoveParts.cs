using System.Collections.Immutable;

namespace Rings.Sovereign.Proofs.Live;

/// <summary>Moves in parts, as they go over the wire: one part after another, none twice.</summary>
internal sealed class MoveParts
{
    private readonly List<ImmutableArray<byte>> _parts = [];
    private (int Step, int Parts) _of;

    /// <summary>The parts of a move.</summary>
    public static IEnumerable<ProofMessage.Move> Of(ProofMessage.Move whole)
    {
        var parts = Math.Max(1, (whole.Data.Length + ProofCodec.PartBytes - 1) / ProofCodec.PartBytes);
        for (var part = 0; part < parts; part++)
        {
            var from = part * ProofCodec.PartBytes;
            yield return whole with
            {
                Data = whole.Data.Slice(from, Math.Min(ProofCodec.PartBytes, whole.Data.Length - from)),
                Part = part,
                Parts = parts,
            };
        }
    }

    /// <summary>Takes a part.</summary>
    /// <param name="part">What came.</param>
    /// <param name="most">The most bytes that the move may have.</param>
    /// <param name="whole">The move; null: more parts are to come.</param>
    /// <returns>False: it is not the part that comes next, or the move would be too long.</returns>
    public bool TryTake(ProofMessage.Move part, int most, out ProofMessage.Move? whole)
    {
        whole = null;
        if (part.Part != _parts.Count || (part.Part > 0 && _of != (part.Step, part.Parts))) return false;
        // What is announced is counted before it is kept.
        if (((part.Parts - 1L) * ProofCodec.PartBytes) + 1 > most) return false;
        _of = (part.Step, part.Parts);
        _parts.Add(part.Data);
        if (_parts.Count < part.Parts) return true;
        var data = ImmutableArray.CreateBuilder<byte>(_parts.Sum(one => one.Length));
        foreach (var one in _parts) data.AddRange(one);
        whole = part with { Data = data.MoveToImmutable(), Part = 0, Parts = 1 };
        _parts.Clear();
        return true;
    }
}
