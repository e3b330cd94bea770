namespace Rings.Protocol.Paths;

/// <summary>
/// Deficit round robin (Shreedhar and Varghese, 1996): each gets as many bytes as the others, whatever the sizes of its
/// packets. Who had nothing to send for a while goes first, for one quantum, as RFC 8290, section 4.2, has it.
/// </summary>
/// <typeparam name="T">Who takes turns.</typeparam>
/// <param name="headOf">Bytes of what one would send next; negative: it can send nothing now.</param>
internal sealed class DeficitRound<T>(Func<T, int> headOf)
    where T : RoundItem
{
    /// <summary>What each may send in a turn: the longest packet.</summary>
    public const int Quantum = PathPacket.MaxCiphertext;

    private readonly LinkedList<RoundItem> _new = [];
    private readonly LinkedList<RoundItem> _active = [];

    /// <summary>Whether nobody takes turns.</summary>
    public bool IsEmpty => _new.Count == 0 && _active.Count == 0;

    /// <summary>One can send: it takes its turn, unless it does already.</summary>
    public void Add(T item)
    {
        if (item.Place.List is not null) return;
        item.Deficit = Quantum;
        _new.AddLast(item.Place);
    }

    /// <summary>Takes one out for good.</summary>
    public static void Remove(T item) => item.Place.List?.Remove(item.Place);

    /// <summary>Whose turn it is; null: nobody can send. Whoever sends has its bytes taken off its deficit.</summary>
    public T? Next()
    {
        while ((_new.First ?? _active.First) is { } place)
        {
            var item = (T)place.Value;
            var head = headOf(item);
            if (head >= 0 && head <= item.Deficit) return item;
            var wasNew = place.List == _new;
            place.List!.Remove(place);
            if (head >= 0) item.Deficit += Quantum;
            // Who is new and has sent what it had waits a round, or it would be new again at once and starve the rest.
            if (head >= 0 || (wasNew && _active.Count > 0)) _active.AddLast(place);
        }

        return null;
    }
}
