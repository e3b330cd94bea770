namespace Rings.Protocol.Ring;

/// <summary>
/// The owners of the points self + 2^i, as look-ups found them. An owner covers every exponent from the one that it was
/// looked up for to the highest bit of its distance, so the table has O(log N) entries, not 160.
/// </summary>
internal sealed class FingerTable(Did self)
{
    private readonly List<Finger> _fingers = [];
    private int _end = Did.Bits;

    /// <summary>The entries, in the order of their exponents.</summary>
    public IReadOnlyList<Finger> Entries => _fingers;

    /// <summary>
    /// The first exponent from <paramref name="exponent"/> on that no entry covers; 160 if there is none.
    /// </summary>
    public int NextGap(int exponent)
    {
        foreach (var finger in _fingers)
        {
            if (finger.Low > exponent) break;
            if (finger.High >= exponent) exponent = finger.High + 1;
        }

        return exponent >= _end ? Did.Bits : exponent;
    }

    /// <summary>Takes the answer to the look-up of self + 2^<paramref name="exponent"/>.</summary>
    /// <returns>The first exponent that the answer does not cover; 160 when no member lies beyond.</returns>
    public int Learn(int exponent, Did owner)
    {
        var distance = self.DistanceTo(owner);
        var wraps = distance < Distance.PowerOfTwo(exponent);
        var high = wraps ? Did.Bits - 1 : distance.HighestBit;
        for (var index = _fingers.Count - 1; index >= 0; index--)
        {
            var finger = _fingers[index];
            if (finger.Low >= exponent && finger.Low <= high) _fingers.RemoveAt(index);
            else if (finger.Low < exponent && finger.High >= exponent) _fingers[index] = finger with { High = exponent - 1 };
        }

        if (wraps) _end = exponent;
        else Insert(new(exponent, high, owner));
        return high + 1;
    }

    /// <summary>Forgets an owner that is gone; whether it was one.</summary>
    public bool Drop(Did owner) => _fingers.RemoveAll(finger => finger.Owner == owner) > 0;

    /// <summary>Forgets entries below <paramref name="exponent"/>, which the successor list covers, and that any
    /// exponent was found to have no owner.</summary>
    public void Trim(int exponent)
    {
        _end = Did.Bits;
        _fingers.RemoveAll(finger => finger.High < exponent);
    }

    private void Insert(Finger finger)
    {
        var index = _fingers.FindIndex(other => other.Low > finger.Low);
        _fingers.Insert(index < 0 ? _fingers.Count : index, finger);
    }

    /// <summary>One owner and the exponents that it covers.</summary>
    internal readonly record struct Finger(int Low, int High, Did Owner);
}
